"""Verbs of plans and bundles, one a module."""
