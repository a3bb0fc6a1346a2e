"""Which policy an interpretation reads: 「自动关联」 where words leave no doubt, ranked suggestions elsewhere."""
