"""居民: devices, follows and the inbox."""
