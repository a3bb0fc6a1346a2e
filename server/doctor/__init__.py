"""`zhengwu doctor`: one check a question, one finding an answer, and what to do about it."""
