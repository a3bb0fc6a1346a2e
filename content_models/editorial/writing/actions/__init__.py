"""Verbs of writing."""
