"""主题分类: the State Council theme tree and residents' own topics."""
