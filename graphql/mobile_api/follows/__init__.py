"""关注 What a resident follows."""
