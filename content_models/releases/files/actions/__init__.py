"""Verbs of files."""
