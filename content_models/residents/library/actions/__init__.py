"""Keeping releases, and noting what was read."""
