"""短信: how a one-time code reaches a phone."""
