"""搜索: the search read model. Derived from releases; can be dropped and rebuilt (ADR 0014)."""
