"""What keeps the index true: follow the changes, or build it anew."""
