"""What keeps the feed true: project one change, or rebuild everything."""
