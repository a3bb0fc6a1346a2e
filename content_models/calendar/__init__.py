"""工作日历: which days are worked under the State Council's yearly notices, and deadlines counted on them."""
