"""居民变动: how every process hears that what it has kept of a resident is old, or that a token is good no longer."""
