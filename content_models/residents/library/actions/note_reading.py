"""`note_reading` 记录阅读: what was opened, unless the resident refuses to have it kept."""

from pydantic import BaseModel, Field

from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.documents import ConsentPurpose
from content_models.residents.library import repository as library
from content_models.residents.library.documents import ReadMark
from content_models.residents.library.rules import READ_MARKS_LAST, ReadingHistoryRefused, read_mark_id


class NoteReading(Command):
    resident_id: str
    release_ids: list[str] = Field(min_length=1, max_length=200)


class ReadingNoted(BaseModel):
    release_ids: list[str]


async def note_reading(store: Store, command: NoteReading) -> ReadingNoted:
    """The first reading keeps its time. Raises NotFound, ReadingHistoryRefused, IdempotencyKeyReused."""
    return await perform(store, command, _note, ReadingNoted)


async def _note(store: Store, session: Session, command: NoteReading) -> ReadingNoted:
    resident = await residents.load(command.resident_id, session)
    if resident.refuses(ConsentPurpose.reading_history):
        raise ReadingHistoryRefused
    now = store.now()
    release_ids = list(dict.fromkeys(command.release_ids))
    marks = [
        ReadMark(
            id=read_mark_id(resident.id, release_id),
            resident_id=resident.id,
            release_id=release_id,
            at=now,
            forget_at=now + READ_MARKS_LAST,
        )
        for release_id in release_ids
    ]
    await library.mark(marks, session)
    return ReadingNoted(release_ids=release_ids)
