"""`take_upload`: a file of items, row by row into the intake, with a report that names every row left out."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aggregators.uploads.errors import UploadRefused
from aggregators.uploads.reading import FileRead, read_file
from aggregators.uploads.spreadsheet_text import as_csv
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import BATCH, Received, receive
from content_models.intake.rules import Incoming
from content_models.kit.actors import Actor
from content_models.kit.progress import Progress, nobody_watches
from content_models.kit.store import Store
from content_models.sources.arrivals import repository as arrivals
from content_models.sources.documents import FetchError, FetchOutcome, FetchRecord, Source, SourceState
from content_models.sources.keys.errors import SourceNotAccepting
from content_models.sources.uploads import repository as uploads
from content_models.sources.uploads.documents import UploadRecord

MOST_SHOWN = 20  # of the problems, in the source's history
MOST_PROBLEMS = 1000  # kept of one file; whoever has more than that uses the wrong columns


@dataclass(frozen=True)
class UploadedFile:
    name: str
    body: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Taken:
    """`item_ids` are those that are new or changed: what `group_arrivals` is for."""

    record: UploadRecord
    item_ids: list[str]


async def take_upload(
    store: Store,
    source: Source,
    file: UploadedFile,
    *,
    upload_id: str,
    by: Actor,
    progress: Progress = nobody_watches,
) -> Taken:
    """Take in every row that can be, and keep a report. The same `upload_id` again gives the same report.

    Grouping is left to the caller: for thousands of rows it takes longer than people wait for their report.

    Raises an UploadRefused when the file as a whole is none, SourceNotAccepting.
    """
    if source.state is not SourceState.active:
        raise SourceNotAccepting(source_id=source.id)
    if earlier := await uploads.find(upload_id):
        return Taken(earlier, [])
    try:
        read = await asyncio.to_thread(read_file, source, file.body)
    except UploadRefused as refusal:
        await arrivals.note(_refused(source, file, refusal, store.now()), store.now())
        raise
    received = await _take_in(store, source, read.items, progress)
    record = _record(store, source, file, read, received, upload_id=upload_id, by=by)
    await uploads.save(record)
    await arrivals.note(_in_history(record), store.now())
    return Taken(record, received.item_ids)


async def group_arrivals(store: Store, item_ids: Sequence[str]) -> None:
    """Fold what came with what is there already, in parts; repeating it changes nothing."""
    for start in range(0, len(item_ids), BATCH):
        await group_new_items(store, item_ids[start : start + BATCH])


def error_report(record: UploadRecord) -> bytes:
    """The rows left out, as CSV for whoever has to mend them."""
    heading = ("行号", "列", "填写的内容", "问题与修改办法", "错误码")
    rows = ((problem.row, problem.column, problem.found, problem.message, problem.code) for problem in record.problems)
    return as_csv([heading, *rows])


async def _take_in(store: Store, source: Source, items: Sequence[Incoming], progress: Progress) -> Received:
    received = Received()
    for start in range(0, len(items), BATCH):
        received += await receive(store, source, items[start : start + BATCH])
        progress(min(start + BATCH, len(items)), len(items))
    return received


def _record(
    store: Store, source: Source, file: UploadedFile, read: FileRead, received: Received, *, upload_id: str, by: Actor
) -> UploadRecord:
    return UploadRecord(
        id=upload_id,
        by=by,
        source_id=source.id,
        file_name=file.name[:200],
        sha256=file.sha256,
        format=read.format,
        at=store.now(),
        rows=read.rows,
        new=received.new,
        changed=received.changed,
        same=received.same,
        refused=read.refused,
        problems=read.problems[:MOST_PROBLEMS],
        notes=read.notes,
    )


def _in_history(record: UploadRecord) -> FetchRecord:
    shown = record.problems[:MOST_SHOWN]
    return FetchRecord(
        source_id=record.source_id,
        at=record.at,
        outcome=FetchOutcome.news if record.new or record.changed else FetchOutcome.nothing_new,
        rows=record.rows,
        new=record.new,
        changed=record.changed,
        item_errors=[
            FetchError(code=one.code, message=f"第 {one.row} 行“{one.column}”：{one.message}", at=record.at)
            for one in shown
        ],
    )


def _refused(source: Source, file: UploadedFile, refusal: UploadRefused, now: datetime) -> FetchRecord:
    error = FetchError(code=refusal.code, message=refusal.message, at=now, subject=file.name[:200])
    return FetchRecord(source_id=source.id, at=now, outcome=FetchOutcome.failed, error=error)
