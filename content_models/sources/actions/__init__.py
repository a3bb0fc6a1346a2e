"""Verbs on sources."""
