"""全局标识 Whatever can be fetched again by one opaque id."""
