"""Roster (名册): who follows what and on which devices, packed in pages. Audiences are taken from it."""
