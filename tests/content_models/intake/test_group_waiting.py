"""What has come and was never grouped is found again in the store, whoever died."""

import asyncio
import sys
from datetime import datetime

from content_models.intake import repository as intake
from content_models.intake.actions.group import PATIENCE, group_new_items, group_waiting
from content_models.intake.actions.receive import receive
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import TriageState
from content_models.kit.clock import utc_now
from content_models.kit.store import Store
from content_models.sources.documents import Source
from tests.content_models.intake.factories import a_source, arrival


async def states(*item_ids: str) -> list[TriageState]:
    return sorted([(await intake.load(item_id)).state for item_id in item_ids])


async def waiting(now: datetime) -> list[str]:
    return await clusters.ungrouped(now, 10)


async def takes_in_and_is_killed(store: Store, mongodb_uri: str, source: Source) -> str:
    """What the killed process has stored."""
    command = ("-m", "tests.content_models.intake.killable", mongodb_uri, store.database.name, source.id)
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    assert await process.stdout.readline() == b"received\n"
    process.kill()
    await process.wait()
    return intake.item_id(source.id, "1")


async def test_an_item_whose_process_was_killed_is_grouped_by_the_next_scan(store: Store, mongodb_uri: str) -> None:
    office, health = await a_source("office"), await a_source("health")
    one = (await receive(store, office, [arrival()])).item_ids[0]
    await group_new_items(store, [one])
    other = await takes_in_and_is_killed(store, mongodb_uri, health)
    assert await states(one, other) == [TriageState.pending, TriageState.pending]
    assert await group_waiting(store) == 0  # whoever stored it may still be at it
    store.now = lambda: utc_now() + PATIENCE
    assert await group_waiting(store) == 1
    assert await states(one, other) == [TriageState.merged, TriageState.pending]
    assert await group_waiting(store) == 0


async def test_what_is_grouped_waits_no_longer_and_what_changes_waits_again(store: Store) -> None:
    source = await a_source("office")
    [item] = (await receive(store, source, [arrival()])).item_ids
    assert await waiting(utc_now() + PATIENCE) == [item]
    await group_new_items(store, [item])
    assert await waiting(utc_now() + PATIENCE) == []
    await receive(store, source, [arrival(title="更正后的标题")])
    assert await waiting(utc_now() + PATIENCE) == [item]


async def test_a_change_during_grouping_is_not_taken_for_grouped(store: Store) -> None:
    source = await a_source("office")
    [item] = (await receive(store, source, [arrival()])).item_ids
    seen_at = store.now()
    store.now = lambda: utc_now() + PATIENCE
    await receive(store, source, [arrival(title="更正后的标题")])
    await clusters.note_grouped([item], seen_at)
    assert await waiting(utc_now() + 2 * PATIENCE) == [item]


async def test_what_nobody_manages_to_group_keeps_nobody_else_waiting(store: Store) -> None:
    source = await a_source("office")
    first, second = (await receive(store, source, [arrival("1"), arrival("2", title="另一篇")])).item_ids
    now = utc_now() + PATIENCE
    await clusters.put_behind([first], now)
    assert await clusters.ungrouped(now, 10) == [second]
    assert await clusters.ungrouped(now + PATIENCE, 10) == [second, first]
