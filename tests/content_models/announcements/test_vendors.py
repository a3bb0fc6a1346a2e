"""Vendors' daily limits, whoever runs beside whom, and tickets that are the same for everyone."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from content_models.announcements.vendors.actions.claim import claim
from content_models.announcements.vendors.actions.keep import KEPT_FOR, kept_ticket
from content_models.kit.store import Store
from content_models.residents.documents import Platform

DEVICES = [f"device {number}" for number in range(30)]


@pytest.fixture(autouse=True)
def _noon(store: Store) -> None:
    store.now = lambda: datetime(2026, 11, 25, 4, tzinfo=UTC)


async def test_two_a_day_and_the_third_not(store: Store) -> None:
    got = [await claim(store, f"campaign {number}", Platform.jpush, DEVICES, 2) for number in range(3)]
    assert got == [set(DEVICES), set(DEVICES), set()]


async def test_the_same_campaign_takes_one_place_however_often_it_asks(store: Store) -> None:
    for _ in range(3):
        assert await claim(store, "campaign", Platform.jpush, DEVICES, 1) == set(DEVICES)
    assert await claim(store, "another", Platform.jpush, DEVICES, 1) == set()
    assert await claim(store, "another", Platform.getui, DEVICES, 1) == set(DEVICES)


async def test_pushers_beside_each_other_never_exceed_the_limit(store: Store) -> None:
    got = await asyncio.gather(*(claim(store, f"campaign {n}", Platform.jpush, DEVICES, 2) for n in range(6)))
    assert [sum(device in one for one in got) for device in DEVICES] == [2] * len(DEVICES)


async def test_a_new_day_begins_at_midnight_in_china(store: Store) -> None:
    assert await claim(store, "one", Platform.jpush, DEVICES[:1], 1)
    store.now = lambda: datetime(2026, 11, 25, 15, 59, tzinfo=UTC)
    assert not await claim(store, "two", Platform.jpush, DEVICES[:1], 1)
    store.now = lambda: datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    assert await claim(store, "two", Platform.jpush, DEVICES[:1], 1)


async def test_everyone_who_hands_over_the_same_batch_gets_the_same_ticket(store: Store) -> None:
    asked: list[str] = []

    async def ask() -> str:
        asked.append(f"ticket {len(asked)}")
        return asked[-1]

    got = await asyncio.gather(*(kept_ticket(store, "batch", ask) for _ in range(5)))
    assert len({*got, await kept_ticket(store, "batch", ask)}) == 1
    assert await kept_ticket(store, "another batch", ask) not in got


async def test_a_ticket_the_vendor_has_forgotten_is_replaced(store: Store) -> None:
    numbers = iter("ab")

    async def ask() -> str:
        return next(numbers)

    assert await kept_ticket(store, "batch", ask) == "a"
    later = store.now() + KEPT_FOR + timedelta(seconds=1)
    store.now = lambda: later
    assert [await kept_ticket(store, "batch", ask) for _ in range(2)] == ["b", "b"]
