"""机构 Organs."""
