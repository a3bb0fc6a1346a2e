"""The verbs of the checks: change a list, read again what is public."""
