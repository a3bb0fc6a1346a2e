"""All queries for drafts, presences and notes. Drafts and presences are read and written by `_id`."""

from datetime import datetime

from pymongo.errors import DuplicateKeyError

from content_models.editorial.writing.documents import Draft, Note, Presence
from content_models.editorial.writing.errors import DraftMovedOn
from content_models.kit.errors import NotFound
from content_models.kit.records import as_stored
from content_models.kit.store import Session


def row_id(release_id: str, staff_id: str) -> str:
    return f"{release_id}:{staff_id}"


async def draft_of(release_id: str, staff_id: str) -> Draft | None:
    return await Draft.get(row_id(release_id, staff_id))


async def drafts_on(release_id: str, session: Session | None = None) -> list[Draft]:
    """What everybody has typed into this release and not saved."""
    return await Draft.find(Draft.release_id == release_id, session=session).to_list()


async def keep_draft(draft: Draft, *, seen: int) -> None:
    """Replace the row if it is the one that was `seen` (or there is none). Raises DraftMovedOn."""
    collection = Draft.get_pymongo_collection()
    row = as_stored(draft)
    replaced = await collection.replace_one({"_id": draft.id, "number": seen}, row)
    if replaced.matched_count:
        return
    try:
        await collection.insert_one(row)
    except DuplicateKeyError as clash:
        raise DraftMovedOn(expected=seen) from clash


async def overwrite_draft(draft: Draft) -> None:
    await Draft.get_pymongo_collection().replace_one({"_id": draft.id}, as_stored(draft), upsert=True)


async def drop_draft(release_id: str, staff_id: str) -> None:
    await Draft.get_pymongo_collection().delete_one({"_id": row_id(release_id, staff_id)})


async def keep_presence(presence: Presence) -> None:
    """Whoever has not lapsed goes on since when they were; anybody else begins now."""
    collection, row = Presence.get_pymongo_collection(), as_stored(presence)
    renewed = {name: value for name, value in row.items() if name not in ("_id", "since")}
    going_on = {"_id": presence.id, "expires_at": {"$gt": presence.seen_at}}
    if not (await collection.update_one(going_on, {"$set": renewed})).matched_count:
        await collection.replace_one({"_id": presence.id}, row | {"since": presence.seen_at}, upsert=True)


async def writing_now(now: datetime, limit: int) -> list[Presence]:
    """Everybody who has a form open, whichever release it is of; the longest first."""
    found = await Presence.find({"expires_at": {"$gt": now}}).limit(limit).to_list()
    return sorted((one for one in found if one.writing), key=lambda one: one.since or one.seen_at)


async def present(release_id: str, now: datetime) -> list[Presence]:
    """Who has the release open, those who write first."""
    found = await Presence.find({"release_id": release_id, "expires_at": {"$gt": now}}).to_list()
    return sorted(found, key=lambda one: (not one.writing, one.name))


async def notes_of(release_id: str, session: Session | None = None) -> list[Note]:
    """Oldest first."""
    return await Note.find(Note.release_id == release_id, session=session).sort("+at").to_list()


async def load_note(release_id: str, note_id: str, session: Session | None = None) -> Note:
    """Raises NotFound, also for a note on another release."""
    note = await Note.get(note_id, session=session)
    if note is None or note.release_id != release_id:
        raise NotFound("没有找到这条批注，请刷新后重试。", note_id=note_id)
    return note


async def insert_note(note: Note, session: Session) -> None:
    await note.insert(session=session)


async def save_note(note: Note, session: Session) -> None:
    await note.save(session=session)
