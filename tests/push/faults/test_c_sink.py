"""The faults again, with pushers that are processes and a server that is neither ours nor Python (see sink.py).

What a phone is shown twice is seen in the stand-in's journal (test_kill.py): this server counts, and keeps no ids.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Campaign, CampaignState, Chunk, Counts
from content_models.kit.store import Store
from content_models.residents.documents import Device
from push.window import TRIES_AT_MOST
from tests.push.faults.children import Children, children, nursery
from tests.push.faults.sink import NoSink, Sink, compiled, running
from tests.push.faults.support import campaign_of, tokens

KILLS = 20
LEASES = 30

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

Serving = Callable[..., AbstractAsyncContextManager[Sink]]
Pushing = Callable[[Sink], Children]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return compiled(tmp_path_factory.mktemp("sink"))
    except NoSink as reason:
        pytest.skip(f"the C server cannot be built here: {reason}")


@pytest.fixture
def sink(program: Path, tmp_path: Path) -> Serving:
    """`async with sink("-g", 5) as server` starts it with these options."""
    return partial(running, program, tmp_path)


@pytest.fixture(scope="module")
async def forked() -> AsyncIterator[asyncio.subprocess.Process]:
    async with nursery() as process:
        yield process


@pytest.fixture
def pushers(store: Store, mongodb_uri: str, tmp_path: Path, forked: asyncio.subprocess.Process) -> Pushing:
    return lambda server: children(forked, store, mongodb_uri, tmp_path, port=server.port, ca=server.ca)


async def to_the_end(pushing: Children, campaign: Campaign) -> Counts:
    """One pusher after the other, each half a minute later, until the campaign is closed."""
    for turn in range(LEASES):
        await pushing.push(31 * turn)
        ended = await campaigns.load(campaign.id)
        if ended.finished_at is not None:
            assert (ended.state, ended.balanced) == (CampaignState.done, True)
            return ended.counts
    raise AssertionError(f"not over after {LEASES} leases")


async def test_a_pusher_killed_at_many_points(store, sink, pushers) -> None:
    chance = random.Random()
    campaign = await campaign_of(store, tokens(800), chunk_devices=60)
    async with sink("-m", 5, "-d", 5000) as server:  # slow: the campaign is to outlive the kills
        pushing, kills = pushers(server), 0
        while kills < KILLS and (before := (await server.counted()).ok) < 700:
            child = await pushing.born(31 * (kills + 1))
            await server.accepted(before + chance.randint(1, 16))
            await asyncio.sleep(chance.uniform(0, 0.02))  # a point chosen by chance, not something waited for
            pushing.kill(child)
            kills += 1
        assert kills > KILLS / 2
        await pushing.push(31 * (KILLS + 1))
        seen = await server.counted()
    counts = (await campaigns.load(campaign.id)).counts
    assert (seen.unique, counts.handed, counts.failed) == (800, 800, 0)
    assert 0 < seen.duplicates <= counts.ambiguous


async def test_a_storm_of_goaways(store, sink, pushers) -> None:
    campaign = await campaign_of(store, tokens(500), chunk_devices=250)
    async with sink("-g", 7) as server:
        pushing = pushers(server)
        counts = await to_the_end(pushing, campaign)
        seen = await server.counted()
    assert seen.goaways >= 500 // 7
    assert (seen.unique, seen.duplicates) == (500, 0)
    assert (counts.handed, counts.ambiguous) == (500, 0)


async def test_connections_cut_in_the_middle(store, sink, pushers) -> None:
    campaign = await campaign_of(store, tokens(500), chunk_devices=250)
    async with sink("-k", 40, "-m", 10) as server:
        pushing = pushers(server)
        counts = await to_the_end(pushing, campaign)
        seen = await server.counted()
    assert seen.connections > 10
    assert seen.unique == counts.handed == 500
    assert seen.duplicates <= counts.ambiguous


async def test_every_token_dead_and_bodies_beyond_every_window(store, sink, pushers) -> None:
    """1,600 refusals carry 90 KB: more than a connection's window starts with. One connection takes them all."""
    campaign = await campaign_of(store, tokens(1600, "dead"), chunk_devices=1600)
    async with sink() as server:
        pushing = pushers(server)
        pushing.todo["window"] = 1600
        counts = await to_the_end(pushing, campaign)
        seen = await server.counted()
    assert (seen.refused, seen.ok, seen.connections) == (1600, 0, 1)
    assert (counts.failed, counts.failures) == (1600, {"Unregistered": 1600})


async def test_a_third_refused_for_the_moment_holds_up_nobody_else(store, sink, pushers) -> None:
    """Whoever is not reached is tried again later, and called failed only when the last lease is over."""
    busy, out = tokens(20, "0429"), tokens(10, "0503")
    campaign = await campaign_of(store, tokens(70) + busy + out, chunk_devices=100)
    async with sink() as server:
        pushing = pushers(server)
        pushing.todo["window"] = 100
        await pushing.push()
        seen, (_, counts) = await server.counted(), await campaigns.totals(campaign.id)
        assert (seen.unique, seen.duplicates, counts.handed, counts.failed) == (70, 0, 70, 0)
        assert seen.refused == 30 * 4  # four attempts a lease, of these devices alone
        await Chunk.find(Chunk.campaign_id == campaign.id).set({Chunk.tries: TRIES_AT_MOST - 1})
        await pushing.push(31)
    ended = await campaigns.load(campaign.id)
    assert (ended.balanced, ended.counts.handed) == (True, 70)
    assert ended.counts.failures == {"TooManyRequests": 20, "ServiceUnavailable": 10}


async def test_the_wrong_environment_stops_the_campaign_and_spoils_no_device(store, sink, pushers) -> None:
    campaign = await campaign_of(store, tokens(100, "bad0"), chunk_devices=100)
    async with sink() as server:
        pushing = pushers(server)
        await pushing.push()
    stopped = await campaigns.load(campaign.id)
    assert (stopped.state, stopped.stopped_because) == (CampaignState.paused, "BadDeviceToken")
    assert await Device.find({"unregistered_at": {"$ne": None}}).count() == 0
    _, counts = await campaigns.totals(campaign.id)
    assert (counts.handed, counts.failed) == (0, 0)


async def test_a_notice_too_large_stops_at_the_staff(store, sink, pushers) -> None:
    campaign = await campaign_of(store, tokens(50), staff=tokens(1, "5a"), body="限" * 1400)
    async with sink() as server:
        pushing = pushers(server)
        pushing.todo["payload_limit"] = 10_000
        await pushing.push()
        seen = await server.counted()
    stopped = await campaigns.load(campaign.id)
    assert (stopped.state, stopped.stopped_because) == (CampaignState.paused, "PayloadTooLarge")
    assert (seen.refused, seen.ok) == (1, 0)


async def test_a_stream_limit_of_one_until_the_first_answer(store, sink, pushers) -> None:
    campaign = await campaign_of(store, tokens(400), chunk_devices=400)
    async with sink("-1", "-m", 300) as server:
        pushing = pushers(server)
        counts = await to_the_end(pushing, campaign)
        seen = await server.counted()
    assert (seen.unique, seen.duplicates, seen.connections) == (400, 0, 1)
    assert (counts.handed, counts.ambiguous) == (400, 0)


async def test_a_server_that_stalls_and_is_slow_afterwards(store, sink, pushers) -> None:
    """Shorter than anybody's patience: nobody is sent anything again."""
    campaign = await campaign_of(store, tokens(300), chunk_devices=300)
    async with sink("-m", 20, "-d", 5000) as server:
        pushing = pushers(server)
        child = await pushing.born(0)
        await server.accepted(40)
        server.stall()
        await asyncio.sleep(1.5)  # a stall is a length of time
        server.wake()
        await pushing.ended(child)
        seen = await server.counted()
    counts = (await campaigns.load(campaign.id)).counts
    assert (seen.unique, seen.duplicates, seen.connections) == (300, 0, 1)
    assert (counts.handed, counts.ambiguous) == (300, 0)


async def test_a_server_that_dies_and_comes_back(store, sink, pushers) -> None:
    campaign = await campaign_of(store, tokens(300), chunk_devices=300)
    async with sink("-m", 10, "-d", 2000) as server:
        pushing = pushers(server)
        child = await pushing.born(0)
        await server.accepted(50)
        server.process.kill()
        await server.process.wait()
        async with sink(port=server.port) as again:
            await pushing.ended(child)
            counts = await to_the_end(pushing, campaign)
            seen = await again.counted()
    assert counts.handed == 300
    assert seen.duplicates == 0
    assert 0 < seen.unique < 300
