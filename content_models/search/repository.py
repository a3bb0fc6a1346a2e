"""All queries for the log of changes that the search indexes follow.

Epochs come from one counter inside the transaction, as in the timeline: they become visible in rising order, so an
index that has taken up epoch n has not missed any below n.
"""

from collections.abc import Mapping
from datetime import datetime

from beanie.operators import In
from pymongo import ReplaceOne, ReturnDocument

from content_models.kit.store import Session, Store
from content_models.search.documents import SearchChange, SearchEpoch

_COUNTER = "search"
MOST_AT_ONCE = 50


async def note(store: Store, versions: Mapping[str, int], at: datetime) -> int:
    """Say that these releases (id → version) have to be read again; returns how many were noted.

    A version below the one that is noted already is ignored and counted in `SearchEpoch.outdated_writes`. All get one
    epoch, so at most MOST_AT_ONCE go together.
    """

    async def write(session: Session) -> int:
        stored = await SearchChange.find(In(SearchChange.id, list(versions)), session=session).to_list()
        known = {change.id: change.release_version for change in stored}
        fresh = {release_id: version for release_id, version in versions.items() if version >= known.get(release_id, 0)}
        if outdated := len(versions) - len(fresh):
            await _count(session, {"outdated_writes": outdated})
        if fresh:
            await _replace(fresh, await _count(session, {"value": 1}), at, session)
        return len(fresh)

    return await store.transaction(write) if versions else 0


async def _count(session: Session, by: dict[str, int]) -> int:
    counter = await SearchEpoch.get_pymongo_collection().find_one_and_update(
        {"_id": _COUNTER}, {"$inc": by}, upsert=True, return_document=ReturnDocument.AFTER, session=session
    )
    return int((counter or {}).get("value", 0))


async def _replace(versions: Mapping[str, int], epoch: int, at: datetime, session: Session) -> None:
    writes = [
        ReplaceOne({"_id": release_id}, {"release_version": version, "epoch": epoch, "at": at}, upsert=True)
        for release_id, version in versions.items()
    ]
    await SearchChange.get_pymongo_collection().bulk_write(writes, session=session)


async def counter() -> SearchEpoch:
    """The newest epoch handed out, and the count of outdated writes."""
    return await SearchEpoch.get(_COUNTER) or SearchEpoch(id=_COUNTER)


async def changed_since(epoch: int, limit: int) -> list[SearchChange]:
    """The oldest changes above `epoch`, oldest first, and never a part of those that share an epoch.

    About `limit` of them, which must be above MOST_AT_ONCE; fewer than that need not be all: ask until there are none.
    """
    found = await SearchChange.find(SearchChange.epoch > epoch).sort("+epoch").limit(limit).to_list()
    if len(found) < limit:
        return found
    return [change for change in found if change.epoch != found[-1].epoch]


async def oldest_since(epoch: int) -> SearchChange | None:
    """The first change above `epoch`: how long something has been waiting."""
    return await SearchChange.find(SearchChange.epoch > epoch).sort("+epoch").first_or_none()
