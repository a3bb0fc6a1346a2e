"""The queries of the proof: much at a time, for all of it is read."""

from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from content_models.audit.documents import AuditEntry, DailyRoot
from content_models.kit.records import Record
from content_models.releases.documents import Release, ReleaseEvent, Revision


async def how_many() -> int:
    """Releases, audit entries and daily roots together, as the store's own counts say."""
    models: tuple[type[Record], ...] = (Release, AuditEntry, DailyRoot)
    return sum([await model.get_pymongo_collection().estimated_document_count() for model in models])


async def rows_between(model: type[Record], start: datetime, end: datetime) -> AsyncIterator[dict[str, Any]]:
    """One by one, by the index on `at`, in no order: as they stand in the store, never as a class reads them."""
    async for row in model.get_pymongo_collection().find({"at": {"$gte": start, "$lt": end}}):
        yield row


async def every_release(batch: int) -> AsyncIterator[list[Release]]:
    """All of them in the order of ids, `batch` at a time."""
    after = ""
    while found := await Release.find({"_id": {"$gt": after}}).sort("+_id").limit(batch).to_list():
        yield found
        after = found[-1].id


async def events_among(first_id: str, last_id: str) -> dict[str, list[ReleaseEvent]]:
    """The trail of each release from the one id to the other, oldest first. A range of one index: an `$in` of many
    ids costs the embedded store the square of their number."""
    found: dict[str, list[ReleaseEvent]] = defaultdict(list)
    async for event in ReleaseEvent.find({"release_id": {"$gte": first_id, "$lte": last_id}}):
        found[event.release_id].append(event)
    return {release_id: sorted(events, key=lambda event: event.version) for release_id, events in found.items()}


async def revisions_among(first_id: str, last_id: str) -> AsyncIterator[Revision]:
    """Every version of the releases from the one id to the other, one by one: texts may be long."""
    async for revision in Revision.find({"release_id": {"$gte": first_id, "$lte": last_id}}):
        yield revision
