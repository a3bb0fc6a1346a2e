"""Asking who may be disturbed takes its time: the lease is kept meanwhile, and lost to nobody who looks for work."""

import asyncio

from content_models.announcements.actions.lease import LEASE, lease
from content_models.kit.clock import utc_now
from content_models.kit.store import Store
from push import pusher
from push.pusher import work
from tests.content_models.announcements.support import resident
from tests.push.phones import Phones, planned, reloaded


async def test_a_long_admission_keeps_its_lease(store: Store, monkeypatch) -> None:
    await resident(store, "reader", "housing")
    campaign = await planned(store)
    asked, answered = asyncio.Event(), asyncio.Event()
    admit = pusher.admit

    async def slowly(*given):
        asked.set()
        await answered.wait()
        return await admit(*given)

    monkeypatch.setattr(pusher, "admit", slowly)
    monkeypatch.setattr(pusher, "RENEW_EVERY", 0.01)
    phones, taken = Phones(), await lease(store, "the patient one")
    working = asyncio.create_task(work(store, phones, taken, asyncio.Event()))
    await asked.wait()
    store.now = lambda: utc_now() + LEASE * 0.9  # renewed at this hour, it runs on well beyond its first end
    renewed = (await pusher.campaigns.find_chunk(taken.chunk.id)).lease_until
    while (later := (await pusher.campaigns.find_chunk(taken.chunk.id)).lease_until) == renewed:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert later > renewed
    store.now = lambda: utc_now() + LEASE * 1.2
    assert await lease(store, "the hasty one") is None
    answered.set()
    assert await working is True
    assert (await reloaded(campaign)).counts.handed == 1
    assert phones.windows == [1]


async def test_whoever_lost_the_lease_while_asking_sends_nothing(store: Store, monkeypatch) -> None:
    await resident(store, "reader", "housing")
    await planned(store)
    never = asyncio.Event()

    async def for_ever(*given):
        await never.wait()

    monkeypatch.setattr(pusher, "admit", for_ever)
    phones, taken = Phones(), await lease(store, "the slow one")
    store.now = lambda: utc_now() + LEASE * 2
    assert await lease(store, "the next one")
    monkeypatch.setattr(pusher, "RENEW_EVERY", 0.01)
    assert await work(store, phones, taken, asyncio.Event()) is True
    assert phones.windows == []
