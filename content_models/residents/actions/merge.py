"""`merge` 合并: what one resident collected becomes another's. Part of signing in, in its transaction.

Rows whose id is derived from the resident are written anew under the other's id; what both have stays once, the
person's own. Preferences and consents are the person's: an anonymous phone decides nothing for them.
"""

from content_models.kit.store import Session, Store
from content_models.residents import repository as residents
from content_models.residents.changes import repository as changes
from content_models.residents.documents import Follow, InboxEntry, Resident
from content_models.residents.inbox import repository as inboxes
from content_models.residents.library import repository as library
from content_models.residents.library.documents import Bookmark, ReadMark
from content_models.residents.library.rules import bookmark_id, read_mark_id
from content_models.residents.rules import follow_id, inbox_entry_id
from content_models.residents.sessions import repository as sessions


async def merge(store: Store, session: Session, leaving: Resident, person: Resident) -> None:
    await _follows(session, leaving.id, person.id)
    await _library(session, leaving.id, person.id)
    await _inbox(session, leaving.id, person.id)
    await residents.hand_devices_over(leaving.id, person.id, session)
    await sessions.hand_over(leaving.id, person.id, session)
    await changes.note(person.id, session)
    await changes.end(leaving.id, store.now(), session, renewable=True)
    leaving.merged_into = person.id
    await residents.save(leaving, session)


async def _follows(session: Session, leaving: str, person: str) -> None:
    theirs = {follow.channel for follow in await residents.follows_of(person, session)}
    for follow in await residents.follows_of(leaving, session):
        await residents.delete_follow(follow, session)
        if follow.channel not in theirs:
            await residents.insert_follow(_moved_follow(follow, person), session)


def _moved_follow(follow: Follow, person: str) -> Follow:
    moved = {"id": follow_id(person, follow.target, follow.target_id), "resident_id": person}
    return Follow(**follow.model_dump() | moved)


async def _library(session: Session, leaving: str, person: str) -> None:
    bookmarks, marks = await library.all_of(leaving, session)
    for bookmark in bookmarks:
        moved = {"id": bookmark_id(person, bookmark.release_id), "resident_id": person}
        await library.keep(Bookmark(**bookmark.model_dump() | moved), session)
    if marks:
        ids = [{"id": read_mark_id(person, one.release_id), "resident_id": person} for one in marks]
        await library.mark(
            [ReadMark(**one.model_dump() | moved) for one, moved in zip(marks, ids, strict=True)], session
        )
    await library.delete_of(leaving, session)


async def _inbox(session: Session, leaving: str, person: str) -> None:
    entries = await inboxes.every_entry(leaving, session)
    theirs = {entry.release_id for entry in await inboxes.every_entry(person, session)}
    await inboxes.delete_entries(leaving, session)
    await inboxes.insert_entries(
        [
            InboxEntry(**entry.model_dump() | {"id": inbox_entry_id(person, entry.release_id), "resident_id": person})
            for entry in entries
            if entry.release_id not in theirs
        ],
        session,
    )
