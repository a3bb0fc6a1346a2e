"""CSV in any charset and with the separator that the sender's spreadsheet program prefers."""

import csv
import io
from collections.abc import Iterator

from aggregators.decode import decode
from aggregators.uploads.fields import column_for
from aggregators.uploads.table import Numbered, Table, as_table

_SEPARATORS = ",\t;，"


def read_csv(body: bytes, charset: str | None = None) -> Table:
    """Raises UploadHeadingsMissing, UploadTooManyRows. Row numbers are those a spreadsheet program shows."""
    text = decode(body, override=charset).text
    return as_table(_records(text))


def _records(text: str) -> Iterator[Numbered]:
    """A record that no reader can make sense of is passed on as one cell, to be named by its number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a field beyond the reader's limit: mostly a quote that is never closed
            yield number, [""] * 1000 + ["引号没有成对"]
        else:
            yield number, [cell.strip() for cell in cells]


def _separator(text: str) -> str:
    """The one that cuts some early line into the most headings we know."""
    lines = text.splitlines()[:10]

    def known(separator: str) -> int:
        return max(sum(column_for(cell.strip('" ')) is not None for cell in line.split(separator)) for line in lines)

    return max(_SEPARATORS, key=known) if lines else ","
