"""The verbs of intake: receive, group, spike and restore."""
