"""All queries for the timeline.

Every change takes its epoch from one counter inside its own transaction. Two changes at once therefore conflict on that
counter and the later one runs again: epochs become visible in rising order, and a reader that has seen epoch n has not
missed any below n.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from beanie.operators import In
from pymongo import ReplaceOne, ReturnDocument

from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.timeline.documents import TimelineEntry, TimelineEpoch
from content_models.timeline.rules import arrival, as_one_card, is_outdated, says_something_new

_COUNTER = "timeline"
_BATCH = 5000


class Place(NamedTuple):
    """What a process keeps of an entry. Read without documents: a million of them are taken up at the start."""

    release_id: str
    published_ms: int
    channels: tuple[str, ...]
    visible: bool
    epoch: int
    arrived: int


async def upsert(store: Store, entries: Sequence[TimelineEntry]) -> int:
    """Write the entries that say something new, all under one fresh epoch. Returns how many those were.

    Entries of a cluster are written as they stand together with the others of it. An entry older than what is stored
    is ignored and counted in `TimelineEpoch.outdated_writes`.
    """
    changed, considered = 0, frozenset[str]()
    while entries and (siblings := await _siblings(entries)) - considered:
        # Another process may have placed one more of the cluster meanwhile; then the cluster is looked at again.
        considered = frozenset(siblings | {entry.id for entry in entries} | considered)
        changed += await _write(store, entries, considered)
    return changed


async def _siblings(entries: Sequence[TimelineEntry]) -> frozenset[str]:
    """Ids of the entries and of all that stand, or stood, in a cluster with one. Asked outside the transaction, where
    every engine uses its indexes."""
    ids = frozenset(entry.id for entry in entries)
    before = await _stored(list(ids))
    clusters = {entry.cluster_id for entry in (*entries, *before.values()) if entry.cluster_id}
    if not clusters:
        return ids
    rows = TimelineEntry.get_pymongo_collection().find({"cluster_id": {"$in": sorted(clusters)}}, {"_id": 1})
    return ids | {row["_id"] async for row in rows}


async def _write(store: Store, entries: Sequence[TimelineEntry], ids: frozenset[str]) -> int:
    async def write(session: Session) -> int:
        stored = await _stored(sorted(ids), session)
        outdated = [entry for entry in entries if is_outdated(entry, stored.get(entry.id))]
        given = {entry.id: entry for entry in entries if entry not in outdated}
        fresh = [entry for entry in _arranged(stored | given) if says_something_new(entry, stored.get(entry.id))]
        if fresh:
            await _replace(fresh, stored, await _next_epoch(session), store.now(), session)
        if outdated:
            await _count_outdated(len(outdated), session)
        return len(fresh)

    return await store.transaction(write)


def _arranged(entries: Mapping[str, TimelineEntry]) -> list[TimelineEntry]:
    """Loose entries as they are, those of each cluster as one card."""
    clusters: dict[str, list[TimelineEntry]] = {}
    for entry in entries.values():
        clusters.setdefault(entry.cluster_id or f"alone:{entry.id}", []).append(entry)
    return [entry for cluster in clusters.values() for entry in as_one_card(cluster)]


async def _stored(entry_ids: list[str], session: Session | None = None) -> dict[str, TimelineEntry]:
    found = await TimelineEntry.find(In(TimelineEntry.id, entry_ids), session=session).to_list()
    return {entry.id: entry for entry in found}


async def _next_epoch(session: Session) -> int:
    counter = await TimelineEpoch.get_pymongo_collection().find_one_and_update(
        {"_id": _COUNTER},
        {"$inc": {"value": 1}, "$setOnInsert": {"generation": new_id()}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    return int((counter or {})["value"])


async def _count_outdated(number: int, session: Session) -> None:
    await TimelineEpoch.get_pymongo_collection().update_one(
        {"_id": _COUNTER}, {"$inc": {"outdated_writes": number}}, upsert=True, session=session
    )


async def _replace(
    entries: Sequence[TimelineEntry],
    stored: Mapping[str, TimelineEntry],
    epoch: int,
    now: datetime,
    session: Session,
) -> None:
    writes = []
    for entry in entries:
        place = {"epoch": epoch, "arrived": arrival(entry, stored.get(entry.id), epoch), "changed_at": now}
        row = entry.model_dump(exclude={"revision_id", "id"}) | place
        writes.append(ReplaceOne({"_id": entry.id}, row, upsert=True))
    await TimelineEntry.get_pymongo_collection().bulk_write(writes, session=session)


async def counter() -> TimelineEpoch:
    """The newest epoch handed out, and the count of outdated writes."""
    return await TimelineEpoch.get(_COUNTER) or TimelineEpoch(id=_COUNTER)


async def raise_floor(store: Store, epoch: int) -> None:
    """Whoever last looked before `epoch` has to begin anew."""

    async def write(session: Session) -> None:
        await TimelineEpoch.get_pymongo_collection().update_one(
            {"_id": _COUNTER}, {"$max": {"floor": epoch}}, session=session
        )

    await store.transaction(write)


async def forget_gone(store: Store, before: datetime) -> int:
    """Delete the places of what went before that moment. The floor rises first: nobody may miss them unknowingly."""
    query = {"visible": False, "changed_at": {"$lt": before}}
    entries = TimelineEntry.get_pymongo_collection()
    newest = await entries.find(query, {"epoch": 1}).sort("epoch", -1).limit(1).to_list()
    if not newest:
        return 0
    await raise_floor(store, newest[0]["epoch"])
    return (await entries.delete_many(query | {"epoch": {"$lte": newest[0]["epoch"]}})).deleted_count


async def changed_between(after: int, upto: int) -> AsyncIterator[list[Place]]:
    """Places written after one epoch and not after the other, in batches and no particular order.

    With `upto` a value the counter has had, nothing that is not yet visible can belong there.
    """
    wanted = {"published_ms": 1, "channels": 1, "visible": 1, "epoch": 1, "arrived": 1}
    query = {"epoch": {"$gt": after, "$lte": upto}}
    cursor = TimelineEntry.get_pymongo_collection().find(query, wanted, batch_size=_BATCH)
    async with cursor:
        while rows := await cursor.to_list(_BATCH):
            yield [_place(row) for row in rows]


def _place(row: Mapping[str, Any]) -> Place:
    epoch = row["epoch"]
    names = tuple(row["channels"])
    return Place(row["_id"], row["published_ms"], names, row["visible"], epoch, row.get("arrived") or epoch)


async def load_many(release_ids: Collection[str]) -> dict[str, TimelineEntry]:
    return await _stored(list(release_ids))


async def every_id() -> list[str]:
    cursor = TimelineEntry.get_pymongo_collection().find({}, {"_id": 1})
    return [row["_id"] async for row in cursor]
