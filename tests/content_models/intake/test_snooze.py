"""暂缓: out of the queue until a time, back by itself, whoever was restarted meanwhile."""

import uuid
from datetime import datetime, timedelta

import pytest

from content_models.catalogue import DOCUMENTS
from content_models.intake import repository as intake
from content_models.intake.actions.receive import receive
from content_models.intake.actions.snooze import LONGEST, Snooze, snooze, wake_snoozed
from content_models.intake.actions.spike import Restore, restore
from content_models.intake.actions.undo import Undo, undo
from content_models.intake.documents import TriageState
from content_models.intake.triage_log import repository as triage_log
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.kit.errors import InvalidInput, NotAllowed, WrongState
from content_models.kit.store import Store
from tests.content_models.intake.factories import a_source, arrival
from tests.content_models.intake.test_fuse import CONTRIBUTOR, said


class Clock:
    def __init__(self, store: Store) -> None:
        self.now = store.now()
        store.now = lambda: self.now

    def passes(self, **time: int) -> datetime:
        self.now += timedelta(**time)
        return self.now


@pytest.fixture
async def item_id(store: Store) -> str:
    return (await receive(store, await a_source("health"), [arrival()])).item_ids[0]


def a_snooze(store: Store, item_id: str, version: int = 1, **time: int) -> Snooze:
    return Snooze(**said(item_id=item_id, expected_version=version, until=store.now() + timedelta(**time)))


async def test_snoozed_item_comes_back_when_its_time_has_come(store: Store, item_id: str) -> None:
    clock = Clock(store)
    await snooze(store, a_snooze(store, item_id, hours=2))
    assert await intake.queue(intake.QueueFilter()) == []
    clock.passes(hours=1)
    assert await wake_snoozed(store) == 0
    clock.passes(hours=1)
    assert await wake_snoozed(store) == 1
    assert await wake_snoozed(store) == 0
    item = await intake.load(item_id)
    assert (item.state, item.version) == (TriageState.pending, 3)
    kinds = [event.kind for event in await triage_log.of_item(item_id)]
    assert set(kinds) == {TriageEventKind.woken, TriageEventKind.snoozed}


async def test_it_survives_a_restart_of_everything(mongodb_uri: str) -> None:
    name = f"test_{uuid.uuid4().hex[:12]}"
    first = await Store.open(mongodb_uri, name, DOCUMENTS)
    item_id = (await receive(first, await a_source("health"), [arrival()])).item_ids[0]
    await snooze(first, a_snooze(first, item_id, hours=2))
    await first.close()
    second = await Store.open(mongodb_uri, name, DOCUMENTS)
    Clock(second).passes(hours=3)
    try:
        assert await wake_snoozed(second) == 1
        assert (await intake.load(item_id)).state is TriageState.pending
    finally:
        await second.client.drop_database(name)
        await second.close()


async def test_undo_and_restore_bring_it_back_at_once(store: Store, item_id: str) -> None:
    done = await snooze(store, a_snooze(store, item_id, hours=2))
    await undo(store, Undo(**said(event_id=done.event_id)))
    assert (await intake.load(item_id)).snoozed_until is None
    await snooze(store, a_snooze(store, item_id, 3, hours=2))
    await restore(store, Restore(**said(item_id=item_id, expected_version=4)))
    item = await intake.load(item_id)
    assert (item.state, item.snoozed_until) == (TriageState.pending, None)
    Clock(store).passes(days=1)
    assert await wake_snoozed(store) == 0


@pytest.mark.parametrize("away", [timedelta(0), timedelta(hours=-1), LONGEST + timedelta(minutes=1)])
async def test_times_past_or_too_far_are_refused(store: Store, item_id: str, away: timedelta) -> None:
    with pytest.raises(InvalidInput):
        await snooze(store, Snooze(**said(item_id=item_id, expected_version=1, until=store.now() + away)))


async def test_only_editors_and_only_what_waits(store: Store, item_id: str) -> None:
    with pytest.raises(NotAllowed):
        await snooze(store, a_snooze(store, item_id, hours=1).model_copy(update={"actor": CONTRIBUTOR}))
    item = await intake.load(item_id)
    await store.transaction(
        lambda session: intake.mark_adopted(item, "r1", expected_version=1, now=store.now(), session=session)
    )
    with pytest.raises(WrongState):
        await snooze(store, a_snooze(store, item_id, 2, hours=1))
