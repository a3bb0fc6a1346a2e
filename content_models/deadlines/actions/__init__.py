"""Verbs of the rule table."""
