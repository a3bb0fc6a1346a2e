"""收藏与阅读记录 What a resident keeps and has read."""
