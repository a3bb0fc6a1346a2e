"""From a file's bytes to items for the one door, and a fault for each row that is none. Pure; run it in a thread."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from aggregators.uploads.convert import key_of, to_incoming
from aggregators.uploads.csv_table import read_csv
from aggregators.uploads.errors import ItemDuplicate
from aggregators.uploads.fields import EXAMPLE_ID, heading_of
from aggregators.uploads.sniff import format_of
from aggregators.uploads.submitted import Fault, SubmittedItem, faults_of
from aggregators.uploads.table import Table, TableRow
from aggregators.uploads.xlsx_table import read_xlsx
from aggregators.uploads.xml_table import read_xml
from content_models.intake.rules import Incoming
from content_models.sources.documents import Source
from content_models.sources.uploads.documents import RowProblem, UploadFormat


@dataclass(frozen=True)
class FileRead:
    """`refused` counts rows; one row may have several problems."""

    format: UploadFormat
    rows: int
    items: list[Incoming]
    refused: int
    problems: list[RowProblem]
    notes: list[str]


def read_file(source: Source, body: bytes) -> FileRead:
    """Raises an UploadRefused when nothing of the file can be used; a bad row only loses itself."""
    format = format_of(body)
    table = _table(format, body, source.charset)
    rows = [row for row in table.rows if not row.cells.get("id", "").startswith(EXAMPLE_ID)]
    outcomes = list(_outcomes(source, rows))
    skipped = [f"已跳过 {len(table.rows) - len(rows)} 行示例。"] if len(rows) < len(table.rows) else []
    return FileRead(
        format=format,
        rows=len(rows),
        items=[outcome for outcome in outcomes if isinstance(outcome, Incoming)],
        refused=sum(isinstance(outcome, list) for outcome in outcomes),
        problems=[problem for outcome in outcomes if isinstance(outcome, list) for problem in outcome],
        notes=[*table.notes, *skipped],
    )


def _table(format: UploadFormat, body: bytes, charset: str | None) -> Table:
    match format:
        case UploadFormat.xlsx:
            return read_xlsx(body)
        case UploadFormat.csv:
            return read_csv(body, charset)
        case UploadFormat.xml:
            return read_xml(body, charset)


def _outcomes(source: Source, rows: list[TableRow]) -> Iterator[Incoming | list[RowProblem]]:
    first_row: dict[str, int] = {}
    for row in rows:
        outcome = _outcome(source, row, first_row)
        yield outcome if isinstance(outcome, Incoming) else [_problem(row, fault) for fault in outcome]


def _outcome(source: Source, row: TableRow, first_row: dict[str, int]) -> Incoming | list[Fault]:
    if row.fault:
        return [row.fault]
    try:
        item = SubmittedItem.model_validate(row.cells)
    except ValidationError as error:
        return faults_of(error)
    key = key_of(item)
    if (earlier := first_row.setdefault(key, row.number)) != row.number:
        return [Fault.of(ItemDuplicate, "id", key, f"与第 {earlier} 行是同一条，只收了第 {earlier} 行；请核对编号。")]
    incoming = to_incoming(source, item)
    return [incoming] if isinstance(incoming, Fault) else incoming


def _problem(row: TableRow, fault: Fault) -> RowProblem:
    column = heading_of(fault.field) if fault.field else "整行"
    return RowProblem(row=row.number, column=column, code=fault.code, found=fault.found, message=fault.message)
