"""Verbs of the rule table: enter_rule, change_rule."""
