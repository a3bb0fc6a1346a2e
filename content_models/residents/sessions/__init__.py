"""居民会话: how an app keeps being the same resident, and how that ends."""
