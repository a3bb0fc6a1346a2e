"""All queries for the timeline.

Every change takes its epoch from one counter inside its own transaction. Two changes at once therefore conflict on that
counter and the later one runs again: epochs become visible in rising order, and a reader that has seen epoch n has not
missed any below n.
"""

from collections.abc import Sequence

from beanie.operators import In
from pymongo import ReplaceOne, ReturnDocument

from content_models.kit.store import Session, Store
from content_models.timeline.documents import TimelineEntry, TimelineEpoch
from content_models.timeline.rules import is_outdated, says_something_new

_COUNTER = "timeline"


async def upsert(store: Store, entries: Sequence[TimelineEntry]) -> int:
    """Write the entries that say something new, all under one fresh epoch. Returns how many those were.

    An entry older than what is stored is ignored and counted in `TimelineEpoch.outdated_writes`.
    """

    async def write(session: Session) -> int:
        stored = await _stored([entry.id for entry in entries], session)
        outdated = sum(is_outdated(entry, stored.get(entry.id)) for entry in entries)
        fresh = [entry for entry in entries if says_something_new(entry, stored.get(entry.id))]
        if fresh:
            await _replace(fresh, await _next_epoch(session), session)
        if outdated:
            await _count_outdated(outdated, session)
        return len(fresh)

    return await store.transaction(write) if entries else 0


async def _stored(entry_ids: list[str], session: Session) -> dict[str, TimelineEntry]:
    found = await TimelineEntry.find(In(TimelineEntry.id, entry_ids), session=session).to_list()
    return {entry.id: entry for entry in found}


async def _next_epoch(session: Session) -> int:
    counter = await TimelineEpoch.get_pymongo_collection().find_one_and_update(
        {"_id": _COUNTER},
        {"$inc": {"value": 1}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    return int((counter or {})["value"])


async def _count_outdated(number: int, session: Session) -> None:
    await TimelineEpoch.get_pymongo_collection().update_one(
        {"_id": _COUNTER}, {"$inc": {"outdated_writes": number}}, upsert=True, session=session
    )


async def _replace(entries: Sequence[TimelineEntry], epoch: int, session: Session) -> None:
    rows = [entry.model_dump(exclude={"revision_id", "epoch", "id"}) | {"epoch": epoch} for entry in entries]
    writes = [ReplaceOne({"_id": entry.id}, row, upsert=True) for entry, row in zip(entries, rows, strict=True)]
    await TimelineEntry.get_pymongo_collection().bulk_write(writes, session=session)


async def counter() -> TimelineEpoch:
    """The newest epoch handed out, and the count of outdated writes."""
    return await TimelineEpoch.get(_COUNTER) or TimelineEpoch(id=_COUNTER)


async def changed_since(epoch: int) -> list[TimelineEntry]:
    """Entries written after `epoch`, in no particular order. `epoch=0` is everything."""
    return await TimelineEntry.find(TimelineEntry.epoch > epoch).to_list()


async def every_id() -> list[str]:
    cursor = TimelineEntry.get_pymongo_collection().find({}, {"_id": 1})
    return [row["_id"] async for row in cursor]
