"""How large a table may be. Apart from `table`, so that whoever only unpacks loads no domain."""

MOST_ROWS = 10_000
HEADINGS_WITHIN = 10  # rows: titles and instructions may stand above the headings
