"""The verbs of intake: receive, group, merge, split, choose_head, answer_suggestion, spike and restore."""
