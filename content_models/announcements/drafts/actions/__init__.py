"""Verbs of notice drafts."""
