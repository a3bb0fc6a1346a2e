"""Asking for a code, and signing in with a proof."""
