"""来源: where items come from. A source is data, never code."""
