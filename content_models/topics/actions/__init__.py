"""Verbs of the topics: add_topic, change_topic, move_topic."""
