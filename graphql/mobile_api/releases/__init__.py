"""发布件 Releases and their kinds."""
