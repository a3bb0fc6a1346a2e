"""`group_new_items`: fold what several sources say alike into one entry of the queue. No source is dropped.

    sign the texts → load what is near → arrange (pure) → save groups, states and questions

Every step is a bounded number of round trips for a batch, however many items are in it. Bands are stored before the
transaction begins, so of two workers that take in two copies at once the later one sees the earlier.
"""

import asyncio
from collections.abc import Iterable, Sequence

from content_models.intake import repository as intake
from content_models.intake.actions.receive import despite_races
from content_models.intake.arranging import arrange, index_of, nearest
from content_models.intake.clusters import repository as clusters
from content_models.intake.comparison import ComparableText
from content_models.intake.documents import IntakeItem
from content_models.intake.fingerprint import bands_of
from content_models.intake.grouping import Group, Judge
from content_models.intake.regrouping import groups_around, save_groups
from content_models.kit.store import Session, Store

BATCH = 50  # items a transaction


async def group_new_items(store: Store, item_ids: Sequence[str]) -> int:
    """Group the items with those already stored; returns how many groups changed. Repeating it changes nothing."""
    changed = 0
    for start in range(0, len(item_ids), BATCH):
        changed += await _group_batch(store, item_ids[start : start + BATCH])
    return changed


async def _group_batch(store: Store, item_ids: Sequence[str]) -> int:
    await _sign(item_ids)
    near = await _near(item_ids)

    async def work(session: Session) -> int:
        known = await intake.load_many(near, session)
        arriving = {item_id for item_id in item_ids if item_id in known and known[item_id].cluster_id is None}
        if not arriving:
            return 0
        groups = await _surroundings(list(known.values()), session)
        entries = [entry for group in groups for entry in group.entries]
        judge = Judge(await clusters.kept_apart((entry.id for entry in entries), session))
        new = [entry for entry in entries if entry.id in arriving]
        arrangement = await asyncio.to_thread(arrange, new, groups, judge)
        await save_groups(store, arrangement.groups, session)
        await clusters.suggest(arrangement.proposals, store.now(), session)
        return len(arrangement.groups)

    return await despite_races(lambda: store.transaction(work))


async def _sign(item_ids: Sequence[str]) -> None:
    """Store how each text is found, where that has changed."""
    items = await intake.load_many(item_ids)
    texts = await _texts(items.values())
    bands = await asyncio.to_thread(lambda: bands_of([text.folded for text in texts.values()]))
    signed = zip(texts, bands, strict=True)
    await clusters.save_bands({key: found for key, found in signed if found != items[key].bands})


async def _texts(items: Iterable[IntakeItem], session: Session | None = None) -> dict[str, ComparableText]:
    """By item id, in the order of `items`."""
    wanted = list(items)
    stored = await clusters.texts((item.latest_raw_id for item in wanted), session)
    return {item.id: ComparableText(item.title, stored.get(item.latest_raw_id, "")) for item in wanted}


async def _near(item_ids: Sequence[str]) -> set[str]:
    """Ids of the items and of what might be one with them. Asked before the transaction, in which the embedded store
    answers from `_id` alone at speed; the transaction reads them again."""
    arrivals = list((await intake.load_many(item_ids)).values())
    index = index_of(await clusters.nearby(arrivals))
    return {found for item in arrivals for found in (item.id, *nearest(item, index))}


async def _surroundings(near: Sequence[IntakeItem], session: Session) -> list[Group]:
    """Everything the arrivals might belong to, and they themselves: groups with all their members, and loose items."""
    groups = await groups_around(near, session)
    entries = [entry for group in groups for entry in group.entries]
    texts = await _texts((entry.item for entry in entries), session)
    for entry in entries:
        entry.text = texts[entry.id]
    return groups
