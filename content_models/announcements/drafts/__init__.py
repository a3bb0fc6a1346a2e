"""通知稿: what an editor wrote for the notice of a release, before it is announced."""
