"""The verbs of scheduling: set the hour, take it back, and what happens when it comes."""
