"""Verbs on accounts: add_staff, change_staff, reset_staff, lock_staff."""
