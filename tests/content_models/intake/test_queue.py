"""Paging through the triage queue."""

from datetime import UTC, datetime

from content_models.intake import repository as intake
from content_models.intake.actions.receive import receive
from content_models.intake.documents import ItemKind
from content_models.kit.store import Store
from tests.content_models.intake.factories import a_source, arrival


async def test_pages_join_without_gap_or_repeat_though_all_arrived_at_once(store: Store) -> None:
    store.now = lambda: datetime(2024, 5, 6, tzinfo=UTC)
    await receive(store, await a_source("health"), [arrival(str(number)) for number in range(7)])
    seen, after = [], None
    while page := await intake.queue(intake.QueueFilter(), after=after, limit=3):
        seen += [item.id for item in page]
        after = intake.QueuePosition(first_seen_at=page[-1].first_seen_at, item_id=page[-1].id)
    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen, reverse=True)


async def test_the_filter_narrows_by_kind_and_source(store: Store) -> None:
    health, water = await a_source("health"), await a_source("water")
    await receive(store, health, [arrival("1", kind=ItemKind.policy), arrival("2")])
    await receive(store, water, [arrival("3", kind=ItemKind.policy)])
    policies = await intake.queue(intake.QueueFilter(kind=ItemKind.policy))
    assert {item.item_key for item in policies} == {"1", "3"}
    assert [item.item_key for item in await intake.queue(intake.QueueFilter(source_id=water.id))] == ["3"]
