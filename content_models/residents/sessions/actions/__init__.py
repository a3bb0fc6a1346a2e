"""What happens to a session: opened, refreshed, ended."""
