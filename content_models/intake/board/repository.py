"""All queries of the board: what waits, what changed since, and the words of texts."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from content_models.intake.documents import IntakeItem, RawItem, TriageState

WAITING = (TriageState.pending, TriageState.changed, TriageState.snoozed)
BATCH = 500

# What no row shows and no rule of the board asks for: keys for comparing, which are most of a row's bytes.
_UNREAD = {"bands": 0, "reading": 0, "title_key": 0, "url_key": 0}
_UNREAD_VALUES = {"title_key": ""}


async def waiting() -> AsyncIterator[list[IntakeItem]]:
    """Every waiting item, in batches."""
    for state in WAITING:
        async for batch in _batches({"state": state}):
            yield batch


async def changed_since(moment: datetime) -> list[IntakeItem]:
    """Items written since then, waiting or not."""
    return [item async for batch in _batches({"updated_at": {"$gte": moment}}) for item in batch]


async def by_ids(item_ids: Sequence[str]) -> list[IntakeItem]:
    return [item async for batch in _batches({"_id": {"$in": list(item_ids)}}) for item in batch]


async def handled_between(states: Sequence[TriageState], start: datetime, end: datetime) -> list[IntakeItem]:
    """Items in these states that were last written in that time, in any order; `end` is not part of it."""
    queries = [{"state": state, "updated_at": {"$gte": start, "$lt": end}} for state in states]
    return [item for query in queries async for batch in _batches(query) for item in batch]


async def bodies(raw_ids: Iterable[str], characters: int) -> dict[str, str]:
    """The beginnings of texts, by raw id."""
    wanted, found = list(raw_ids), {}
    for start in range(0, len(wanted), BATCH):
        query = {"_id": {"$in": wanted[start : start + BATCH]}}
        async for row in RawItem.get_pymongo_collection().find(query, {"item.body_text": 1}):
            found[row["_id"]] = row["item"].get("body_text", "")[:characters]
    return found


async def _batches(query: Mapping[str, Any]) -> AsyncIterator[list[IntakeItem]]:
    batch: list[IntakeItem] = []
    async for row in IntakeItem.get_pymongo_collection().find(dict(query), _UNREAD, batch_size=BATCH):
        row["id"] = row.pop("_id")
        batch.append(IntakeItem.model_validate(row | _UNREAD_VALUES))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
