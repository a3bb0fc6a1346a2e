"""Everything that arrives is kept, once, with every version; editors' decisions stay."""

import asyncio

from content_models.intake import repository as intake
from content_models.intake.actions.receive import BATCH, receive
from content_models.intake.documents import TriageState
from content_models.kit.store import Session, Store
from tests.content_models.intake.factories import a_source, arrival


async def test_a_new_item_waits_in_the_queue(store: Store) -> None:
    source = await a_source("health")
    received = await receive(store, source, [arrival("1"), arrival("2", title="示例市第二份通知")])
    assert (received.new, received.changed, received.same) == (2, 0, 0)
    assert {item.item_key for item in await intake.queue(intake.QueueFilter())} == {"1", "2"}
    assert (await intake.counts_by_state())[TriageState.pending] == 2


async def test_receiving_again_changes_nothing(store: Store) -> None:
    source = await a_source("health")
    first = await receive(store, source, [arrival("1")])
    before = await intake.load(first.item_ids[0])
    again = await receive(store, source, [arrival("1"), arrival("1")])
    assert (again.new, again.changed, again.same, again.item_ids) == (0, 0, 1, [])
    assert await intake.load(before.id) == before
    assert len(await intake.versions(before)) == 1


async def test_every_version_is_kept_and_says_what_changed(store: Store) -> None:
    source = await a_source("health")
    [item_id] = (await receive(store, source, [arrival("1")])).item_ids
    received = await receive(store, source, [arrival("1", title="更正后的标题", body_html="<p>更正</p>")])
    item = await intake.load(item_id)
    assert (received.changed, received.item_ids) == (1, [item_id])
    assert (item.title, item.latest_version_no, item.version) == ("更正后的标题", 2, 2)
    newest, oldest = await intake.versions(item)
    assert newest.changed_fields == ["title", "body_html"]
    assert oldest.item.body_html == "<p>示例</p>"
    assert (await intake.latest_item(item)).body_html == "<p>更正</p>"


async def test_an_adopted_item_that_changes_at_its_source_asks_for_attention(store: Store) -> None:
    source = await a_source("health")
    [item_id] = (await receive(store, source, [arrival("1")])).item_ids
    item = await intake.load(item_id)

    async def adopt(session: Session) -> None:
        await intake.mark_adopted(item, "release", expected_version=1, now=store.now(), session=session)

    await store.transaction(adopt)
    await receive(store, source, [arrival("1", body_html="<p>更正</p>")])
    changed = await intake.load(item_id)
    assert (changed.state, changed.release_id, changed.adopted_version_no) == (TriageState.changed, "release", 1)


async def test_two_polls_at_once_store_one_version(store: Store) -> None:
    source = await a_source("health")
    arrivals = [arrival(str(number)) for number in range(5)]
    results = await asyncio.gather(*(receive(store, source, arrivals) for _ in range(2)))
    assert sum(result.new for result in results) == 5
    assert len(await intake.queue(intake.QueueFilter())) == 5


async def test_a_list_longer_than_a_batch_arrives_whole(store: Store) -> None:
    source = await a_source("health")
    received = await receive(store, source, [arrival(str(number)) for number in range(BATCH + 5)])
    assert received.new == BATCH + 5
    assert len(await intake.queue(intake.QueueFilter(), limit=500)) == BATCH + 5
