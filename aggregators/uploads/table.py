"""What every format is read into: rows of text under known columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aggregators.uploads.errors import ItemRowMalformed, UploadHeadingsMissing, UploadTooManyRows
from aggregators.uploads.fields import Column, column_for
from aggregators.uploads.limits import HEADINGS_WITHIN, MOST_ROWS
from aggregators.uploads.submitted import Fault


@dataclass(frozen=True)
class TableRow:
    """`number` as the sender sees it; `cells` by field name, blank ones left out. `fault`: the row itself is broken."""

    number: int
    cells: dict[str, str]
    fault: Fault | None = None


@dataclass(frozen=True)
class Table:
    rows: list[TableRow]
    notes: list[str] = field(default_factory=list)


Numbered = tuple[int, Sequence[str]]  # a row's number and its cells


def as_table(records: Iterable[Numbered], notes: Iterable[str] = ()) -> Table:
    """Find the headings and read what stands below. Raises UploadHeadingsMissing, UploadTooManyRows."""
    iterator = iter(records)
    columns, ignored = _headings(iterator)
    rows: list[TableRow] = []
    for number, cells in iterator:
        if any(cells):
            rows.append(_row(number, cells, columns))
        if len(rows) > MOST_ROWS:
            raise UploadTooManyRows(limit=MOST_ROWS)
    return Table(rows, [*notes, *(f"不认识的列“{heading}”已忽略。" for heading in ignored)])


def _headings(records: Iterable[Numbered]) -> tuple[list[Column | None], list[str]]:
    """The columns in their order, and the headings nobody knows."""
    for looked_at, (_, cells) in enumerate(records, 1):
        columns = [column_for(cell) for cell in cells]
        if any(column is not None and column.required for column in columns):
            unknown = [cell for cell, column in zip(cells, columns, strict=True) if column is None and cell]
            return columns, [heading[:20] for heading in unknown[:5]]
        if looked_at == HEADINGS_WITHIN:
            break
    raise UploadHeadingsMissing


def _row(number: int, cells: Sequence[str], columns: Sequence[Column | None]) -> TableRow:
    surplus = [cell for cell in cells[len(columns) :] if cell]
    named = zip(columns, cells, strict=False)
    return TableRow(
        number,
        {column.name: cell for column, cell in named if column is not None and cell},
        Fault.of(ItemRowMalformed, found=surplus[0]) if surplus else None,
    )
