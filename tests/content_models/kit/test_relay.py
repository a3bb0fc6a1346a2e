"""The relay runs every effect at least once, keeps going past a failing one, and recovers from a dead peer."""

from datetime import datetime, timedelta

import pytest

from content_models.kit import outbox
from content_models.kit.outbox import OutboxRow
from content_models.kit.relay import CLAIM, Relay
from content_models.kit.store import Store


class SteppingClock:
    def __init__(self, store: Store) -> None:
        self.at = store.now()
        store.now = self

    def __call__(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


@pytest.fixture
def clock(store: Store) -> SteppingClock:
    return SteppingClock(store)


async def write_row(store: Store, topic: str = "thing.done", version: int = 1) -> None:
    await store.transaction(
        lambda session: outbox.enqueue(store, session, topic=topic, subject_id="x", subject_version=version)
    )


async def test_effects_run_once_in_order(store: Store) -> None:
    seen: list[str] = []

    async def first(store: Store, row: OutboxRow) -> None:
        seen.append(f"first {row.id}")

    async def second(store: Store, row: OutboxRow) -> None:
        seen.append("second")

    await write_row(store)
    relay = Relay(store, {"thing.done": [first, second]})
    assert await relay.run_due() == 1
    assert await relay.run_due() == 0
    assert seen == ["first thing.done:x:1", "second"]


async def test_a_failing_effect_is_tried_again_and_does_not_repeat_its_neighbours(
    store: Store, clock: SteppingClock
) -> None:
    calls = {"good": 0, "bad": 0}

    async def good(store: Store, row: OutboxRow) -> None:
        calls["good"] += 1

    async def bad(store: Store, row: OutboxRow) -> None:
        calls["bad"] += 1
        if calls["bad"] < 3:
            raise RuntimeError("not yet")

    await write_row(store)
    await write_row(store, topic="other", version=2)
    relay = Relay(store, {"thing.done": [good, bad]})
    assert await relay.run_due() == 1  # the other row is finished although this one failed
    for _ in range(2):
        clock.forward(timedelta(minutes=1))
        await relay.run_due()
    assert calls == {"good": 1, "bad": 3}
    assert await outbox.pending_count() == 0


async def test_a_row_claimed_by_a_dead_relay_is_taken_over(store: Store, clock: SteppingClock) -> None:
    ran: list[str] = []

    async def effect(store: Store, row: OutboxRow) -> None:
        ran.append(row.id)

    await write_row(store)
    (row,) = await outbox.due(store.now(), 1)
    assert await outbox.claim(row, store.now() + CLAIM)  # and then its process dies
    relay = Relay(store, {"thing.done": [effect]})
    assert await relay.run_due() == 0
    clock.forward(CLAIM + timedelta(seconds=1))
    assert await relay.run_due() == 1
    assert ran == ["thing.done:x:1"]


async def test_two_relays_do_not_share_a_row(store: Store) -> None:
    await write_row(store)
    (mine,), (theirs,) = await outbox.due(store.now(), 1), await outbox.due(store.now(), 1)
    assert await outbox.claim(mine, store.now() + CLAIM)
    assert not await outbox.claim(theirs, store.now() + CLAIM)


async def test_a_failed_transaction_leaves_no_row(store: Store) -> None:
    async def work(session: object) -> None:
        await outbox.enqueue(store, session, topic="t", subject_id="x", subject_version=1)  # type: ignore[arg-type]
        raise RuntimeError("the change failed")

    with pytest.raises(RuntimeError):
        await store.transaction(work)
    assert await outbox.pending_count() == 0
