"""Verbs of the overview."""
