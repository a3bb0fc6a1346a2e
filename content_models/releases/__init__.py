"""发布: owned content. A thin Release to lock on, immutable Revisions, typed Links, an append-only event log."""
