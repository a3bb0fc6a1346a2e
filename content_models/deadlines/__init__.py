"""期限规则: how long the rules give for what, as rows with dates of validity and never as numbers in code."""
