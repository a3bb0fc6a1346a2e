"""`group_new_items`: fold what several sources say alike into one entry of the queue. No source is dropped.

    signatures → what is near → (only if anything is) read it whole → arrange (pure) → save groups, states, questions

Every step is a bounded number of round trips for a batch, however many items are in it, and batches of polls that end
together are one. Most items have nothing near them: for them that is all, and nothing is written. Items are stored
with their keys before anybody looks, so of two workers that take in two copies at once the later one sees the earlier.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

import structlog
from pymongo.errors import PyMongoError

from content_models.intake import repository as intake
from content_models.intake.arranging import arrange, index_of, nearest
from content_models.intake.clusters import repository as clusters
from content_models.intake.comparison import ComparableText
from content_models.intake.documents import IntakeItem
from content_models.intake.grouping import Group, Judge
from content_models.intake.newcomers import despite_races
from content_models.intake.regrouping import groups_around, save_groups
from content_models.intake.signature import Signature
from content_models.kit.gathering import Gathering
from content_models.kit.store import Session, Store

BATCH = 100  # items a transaction
PATIENCE = timedelta(minutes=5)  # for whoever has stored an item to group it; a large upload takes minutes
SCANNED = 1000  # items a scan
_TRANSIENT = "TransientTransactionError"

log = structlog.get_logger()


@dataclass(eq=False, slots=True)
class _Arrivals:
    store: Store
    item_ids: Sequence[str]
    changed: int = field(default=0, init=False)


async def group_new_items(store: Store, item_ids: Sequence[str]) -> int:
    """Group the items with those already stored; returns how many groups changed. Repeating it changes nothing.

    Items that cannot be grouped now, because other processes keep changing the same groups, go on waiting in the
    store: see `group_waiting`.
    """
    changed = 0
    for start in range(0, len(item_ids), BATCH):
        arrivals = _Arrivals(store, item_ids[start : start + BATCH])
        await _gathering.add(arrivals, len(arrivals.item_ids))
        changed += arrivals.changed
    return changed


async def group_waiting(store: Store) -> int:
    """Group what nobody has grouped since it came, because its process died or others were in the way; returns how
    many items there were. A scan of the store: run it from time to time."""
    waiting = await clusters.ungrouped(store.now() - PATIENCE, SCANNED)
    if waiting:
        log.warning("grouping_taken_up", items=len(waiting))
        await clusters.put_behind(waiting, store.now())
        await group_new_items(store, waiting)
    return len(waiting)


async def _write(gathered: Sequence[_Arrivals]) -> None:
    for store, waiting in groupby(gathered, key=lambda arrivals: arrivals.store):
        arrivals = list(waiting)
        item_ids = list(dict.fromkeys(item_id for one in arrivals for item_id in one.item_ids))
        groups = await _group_unless_contended(store, item_ids)
        for one in arrivals:
            one.changed = sum(not group.isdisjoint(one.item_ids) for group in groups)


_gathering = Gathering(_write, BATCH)


async def _group_unless_contended(store: Store, item_ids: Sequence[str]) -> list[frozenset[str]]:
    try:
        return await _group_batch(store, item_ids)
    except PyMongoError as error:
        if not error.has_error_label(_TRANSIENT):
            raise
        log.warning("grouping_postponed", items=len(item_ids), error=repr(error))
        return []


async def _group_batch(store: Store, item_ids: Sequence[str]) -> list[frozenset[str]]:
    """The groups that changed, each as the ids of its members."""
    seen_at = store.now()
    arriving = [one for one in await clusters.signatures(item_ids) if not one.is_grouped]
    near = await _near(arriving)
    changed = await despite_races(lambda: _join(store, near, arriving)) if near else []
    await store.transaction(lambda session: clusters.note_grouped(item_ids, seen_at, session))
    return changed


async def _near(arriving: Sequence[Signature]) -> set[str]:
    """Ids of the arrivals that have something like them in another source, and of that; empty when none has."""
    if not arriving:
        return set()
    index = index_of([*arriving, *await clusters.nearby(arriving)])
    found = {one.id: nearest(one, index) for one in arriving}
    return {item_id for one, others in found.items() if others for item_id in (one, *others)}


async def _join(store: Store, near: Iterable[str], arriving: Sequence[Signature]) -> list[frozenset[str]]:
    new = {one.id for one in arriving}

    async def work(session: Session) -> list[frozenset[str]]:
        known = await intake.load_many(near, session)
        groups = await _surroundings(list(known.values()), session)
        entries = [entry for group in groups for entry in group.entries]
        judge = Judge(await clusters.kept_apart((entry.id for entry in entries), session))
        arrivals = [entry for entry in entries if entry.id in new and entry.item.cluster_id is None]
        arrangement = await asyncio.to_thread(arrange, arrivals, groups, judge)
        await save_groups(store, arrangement.groups, session)
        await clusters.suggest(arrangement.proposals, store.now(), session)
        return [frozenset(entry.id for entry in group.entries) for group in arrangement.groups]

    return await store.transaction(work)


async def _texts(items: Iterable[IntakeItem], session: Session | None = None) -> dict[str, ComparableText]:
    """By item id, in the order of `items`."""
    wanted = list(items)
    stored = await clusters.texts((item.latest_raw_id for item in wanted), session)
    return {item.id: ComparableText(item.title, stored.get(item.latest_raw_id, "")) for item in wanted}


async def _surroundings(near: Sequence[IntakeItem], session: Session) -> list[Group]:
    """Everything the arrivals might belong to, and they themselves: groups with all their members, and loose items."""
    groups = await groups_around(near, session)
    entries = [entry for group in groups for entry in group.entries]
    texts = await _texts((entry.item for entry in entries), session)
    for entry in entries:
        entry.text = texts[entry.id]
    return groups
