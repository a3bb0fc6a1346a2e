"""增量同步 What changed, for apps that read offline."""
