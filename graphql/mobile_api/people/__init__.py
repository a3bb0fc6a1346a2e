"""居民 Who is asking: anonymous, or signed in by phone or an account elsewhere."""
