"""人员: who works at the desk, what each may do, for which organs, and how they prove who they are."""
