"""信息流 The feed."""
