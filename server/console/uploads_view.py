"""What the upload screens show."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.sources.documents import Source
from content_models.sources.uploads.documents import RowProblem, UploadRecord
from server.pages.moments import minute


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class UploadLine:
    id: str
    file_name: str
    source: str
    at: str
    by: str
    tone: str
    verdict: str


@dataclass(frozen=True, slots=True)
class UploadReport:
    id: str
    file_name: str
    source_id: str
    source: str
    at: str
    by: str
    rows: int
    new: int
    changed: int
    same: int
    refused: int
    problems: list[RowProblem]
    notes: list[str]
    all_problems_shown: bool


MOST_SHOWN = 200  # on the page; the file to download has them all


def choices_of(known: Sequence[Source], chosen: str) -> list[Choice]:
    return [Choice(source.id, source.name, source.id == chosen) for source in known]


def line_of(record: UploadRecord, source: str) -> UploadLine:
    return UploadLine(
        id=record.id,
        file_name=record.file_name,
        source=source,
        at=minute(record.at),
        by=record.by.name,
        tone="warn" if record.refused else "good",
        verdict=f"{record.refused} 行有误" if record.refused else "全部收下",
    )


def report_of(record: UploadRecord, source: str) -> UploadReport:
    return UploadReport(
        id=record.id,
        file_name=record.file_name,
        source_id=record.source_id,
        source=source,
        at=minute(record.at),
        by=record.by.name,
        rows=record.rows,
        new=record.new,
        changed=record.changed,
        same=record.same,
        refused=record.refused,
        problems=record.problems[:MOST_SHOWN],
        notes=record.notes,
        all_problems_shown=len(record.problems) <= MOST_SHOWN,
    )
