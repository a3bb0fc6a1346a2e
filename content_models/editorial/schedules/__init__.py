"""定时发布: rows with an hour, run by whoever scans the store when it has come."""
