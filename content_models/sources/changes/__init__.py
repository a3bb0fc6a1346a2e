"""来源改动: who changed what on a source, and who had it asked."""
