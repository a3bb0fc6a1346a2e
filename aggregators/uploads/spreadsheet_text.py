"""CSV that spreadsheet programs open as it is meant: with a byte order mark, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # OWASP: CSV injection


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a mark, for spreadsheet programs that otherwise guess a local charset."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([inert(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """The text with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
