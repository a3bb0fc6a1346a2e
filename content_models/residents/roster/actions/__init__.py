"""Keeping the roster, and building it anew."""
