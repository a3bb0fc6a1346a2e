"""机构 and 区划: who publishes, as it was at the time."""
