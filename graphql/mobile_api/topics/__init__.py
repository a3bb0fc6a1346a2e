"""主题 Topics."""
