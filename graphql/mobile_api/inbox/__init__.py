"""消息 A resident's inbox."""
