"""Leases under stress: an owner that wakes up too late, and Valkey gone in mid-campaign."""

import asyncio
from collections.abc import Sequence

from redis.asyncio import Redis

from content_models.announcements import repository as campaigns
from content_models.announcements.actions import record
from content_models.announcements.actions.lease import _take, lease
from push import pusher
from push.channels.channel import Action, Delivered, Notice, Outcome, Target
from push.pusher import run_pusher, work
from server.engines.ports import free_port
from server.engines.valkey import redis_url, valkey_child
from server.processes.child import Child
from server.wakes import WakeListener
from tests.push.faults.support import campaign_of, let_leases_run_out, push_once, tokens
from tests.push.phones import Phones
from tests.support import wait_for_port


class Asleep:
    """A channel whose process is stopped in the middle of sending, and wakes up when told."""

    def __init__(self) -> None:
        self.sending, self.awake = asyncio.Event(), asyncio.Event()

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        self.sending.set()
        await self.awake.wait()
        for target in targets:
            delivered(target.position, Outcome(Action.fail, "FromTheGrave"))

    async def close(self) -> None: ...


async def test_an_owner_that_wakes_up_after_its_lease_was_stolen_changes_nothing(
    store, apns, channel_to, monkeypatch
) -> None:
    monkeypatch.setattr(pusher, "FLUSH_EVERY", 60)  # whoever sleeps renews nothing
    campaign = await campaign_of(store, tokens(40))
    taken = await lease(store, "the sleeper")
    asleep = Asleep()
    sleeping = asyncio.create_task(work(store, asleep, taken, asyncio.Event()))
    await asleep.sending.wait()
    let_leases_run_out(store, 2)
    async with apns() as running, channel_to(running) as channel:
        await push_once(store, channel)
        stats = running.service.ledger.stats()
    ended = await campaigns.load(campaign.id)
    asleep.awake.set()
    assert await sleeping is True
    assert (await campaigns.load(campaign.id)) == ended
    assert (stats["unique"], stats["duplicates"]) == (40, 0)
    assert (ended.counts.handed, ended.counts.failed, ended.counts.ambiguous) == (40, 0, 40)


async def test_a_chunk_taken_since_it_was_looked_for_is_left_alone(store) -> None:
    campaign = await campaign_of(store, tokens(5))
    (head,) = await campaigns.leasable([campaign.id], store.now(), 8)
    taken = await lease(store, "the faster one")
    assert await _take(store, "the slower one", campaign, head) is None
    await record.flush(store, taken)


async def test_windows_end_where_they_would_have_ended(store, monkeypatch) -> None:
    """A batch that was in doubt is known to its vendor by exactly these devices."""
    monkeypatch.setattr(pusher, "WINDOW_DEVICES", 4)
    await campaign_of(store, tokens(10))
    taken = await lease(store, "the one that dies")
    record.note_all_handed(taken, [0, 1])
    await record.give_back(store, taken)
    phones = Phones()
    await push_once(store, phones)
    assert phones.windows == [2, 4, 2]


async def test_valkey_killed_in_mid_campaign_costs_wake_ups_and_nothing_else(store, apns, channel_to, tmp_path) -> None:
    campaign = await campaign_of(store, tokens(120), chunk_devices=20)
    port = free_port()
    valkey = await _started(valkey_child(tmp_path / "valkey", port), port)
    stop = asyncio.Event()
    async with apns() as running, channel_to(running) as channel, WakeListener(redis_url(port), "chunks") as wakes:
        pushing = asyncio.create_task(run_pusher(store, channel, owner="test", stop=stop, wait=lambda: wakes.wait(0.2)))
        await running.service.ledger.accepted(10)
        valkey.kill()
        await valkey.wait()
        await running.service.ledger.accepted(120)
        more = await campaign_of(store, tokens(20))
        await running.service.ledger.accepted(140)
        stop.set()
        await pushing
        stats = running.service.ledger.stats()
    assert (stats["unique"], stats["duplicates"]) == (140, 0)
    for one in (campaign, more):
        ended = await campaigns.load(one.id)
        assert ended.counts.handed == ended.counts.audience


async def test_valkey_wiped_in_mid_campaign_loses_nothing(store, redis_url, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(120), chunk_devices=20)
    stop = asyncio.Event()
    async with apns() as running, channel_to(running) as channel, WakeListener(redis_url, "chunks") as wakes:
        pushing = asyncio.create_task(run_pusher(store, channel, owner="test", stop=stop, wait=lambda: wakes.wait(0.2)))
        await running.service.ledger.accepted(10)
        async with Redis.from_url(redis_url) as valkey:
            await valkey.flushall()
        await running.service.ledger.accepted(120)
        stop.set()
        await pushing
        stats = running.service.ledger.stats()
    assert (stats["unique"], stats["duplicates"]) == (120, 0)
    assert (await campaigns.load(campaign.id)).counts.handed == 120


async def _started(child: Child, port: int) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(*child.command, stderr=asyncio.subprocess.DEVNULL)
    await asyncio.to_thread(wait_for_port, port)
    return process
