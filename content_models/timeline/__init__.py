"""时间线: the feed's read model, per-channel id lists. Derived; can be dropped and rebuilt."""
