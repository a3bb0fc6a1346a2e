"""Verbs of the directory: save, add_organ, change_organ, rename_organ, keep_region."""
