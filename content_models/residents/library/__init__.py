"""收藏与阅读记录: what a resident keeps, and what they have read."""
