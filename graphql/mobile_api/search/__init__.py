"""搜索 Search."""
