"""Background work: what follows a commit, what comes round by the clock."""
