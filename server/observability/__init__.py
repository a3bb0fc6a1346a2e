"""What operators look at: logs, metrics, and whether a process lives and can serve."""
