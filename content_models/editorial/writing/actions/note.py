"""add_note 批注 and resolve_note 办结: what colleagues tell each other about a text. The text and its version stay."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from content_models.editorial.writing import repository as writing
from content_models.editorial.writing.documents import Note
from content_models.editorial.writing.errors import NoteEmpty
from content_models.kit.commands import Command, perform
from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.staff.rights import require_sight


class AddNote(Command):
    release_id: str
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
    quote: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    thread_id: str | None = None  # None begins a thread


class ResolveNote(Command):
    release_id: str
    thread_id: str
    resolved: bool  # False opens it again


class NoteChange(BaseModel):
    note_id: str


async def add_note(store: Store, command: AddNote) -> NoteChange:
    """Anybody at the desk may. An answer opens a resolved thread again. Raises NoteEmpty, NotFound."""
    if not command.words:
        raise NoteEmpty
    return await perform(store, command, _add, NoteChange)


async def _add(store: Store, session: Session, command: AddNote) -> NoteChange:
    release = await releases.load(command.release_id, session)
    require_sight(command.actor, release.publisher_id)
    note_id = new_id()
    if command.thread_id:
        await _set_resolved(store, session, ResolveNote(**command.model_dump(include=_SHARED), resolved=False))
    note = Note(
        id=note_id,
        release_id=release.id,
        revision_no=release.current_revision_no,
        thread_id=command.thread_id or note_id,
        quote=command.quote,
        words=command.words,
        author=command.actor,
        at=store.now(),
    )
    await writing.insert_note(note, session)
    return NoteChange(note_id=note.id)


_SHARED = {"actor", "idempotency_key", "release_id", "thread_id"}


async def resolve_note(store: Store, command: ResolveNote) -> NoteChange:
    """Raises NotFound."""
    return await perform(store, command, _set_resolved, NoteChange)


async def _set_resolved(store: Store, session: Session, command: ResolveNote) -> NoteChange:
    release = await releases.load(command.release_id, session)
    require_sight(command.actor, release.publisher_id)
    note = await writing.load_note(command.release_id, command.thread_id, session)
    note.resolved_by = command.actor if command.resolved else None
    note.resolved_at = store.now() if command.resolved else None
    await writing.save_note(note, session)
    return NoteChange(note_id=note.id)
