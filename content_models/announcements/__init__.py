"""推送: one announcement for a policy and its interpretations, planned into chunks, never lost, never twice."""
