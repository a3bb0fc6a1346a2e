"""What networks and servers do in the middle of a campaign: nobody is lost, and what may be doubled was counted."""

import asyncio
import gc
import time

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.name_staff_device import NameStaffDevice, name_staff_device
from content_models.announcements.documents import CampaignState
from content_models.kit.ids import new_id
from content_models.residents import repository as residents
from content_models.residents.documents import Platform
from content_models.residents.rules import device_id
from push.channels.apns_token import NEVER_BEFORE
from server.demo.apns_stand_in import service
from server.demo.apns_stand_in.http2 import Faults
from tests.content_models.announcements.support import LEADER, resident, token_of
from tests.push.faults.support import campaign_of, push_once, push_to_the_end, tokens
from tests.push.phones import planned


async def test_a_storm_of_goaways_loses_and_doubles_nobody(store, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(200))
    async with apns(faults=Faults(goaway_after=5)) as running, channel_to(running) as channel:
        counts = await push_to_the_end(store, channel, campaign)
        stats = running.service.ledger.stats()
        assert len(running.connections) >= 40
    assert (stats["unique"], stats["duplicates"]) == (200, 0)
    assert (counts.handed, counts.ambiguous) == (200, 0)


async def test_cut_connections_double_no_more_than_is_reported(store, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(200))
    async with apns(faults=Faults(reset_after=30, max_streams=10)) as running, channel_to(running) as channel:
        counts = await push_to_the_end(store, channel, campaign)
        stats = running.service.ledger.stats()
    assert stats["unique"] == counts.handed == 200
    assert stats["duplicates"] <= counts.ambiguous


async def test_stream_limits_that_move_in_flight(store, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(300), chunk_devices=300)
    faults = Faults(max_streams=1, stream_limits=(1000, 1, 500, 1, 20))
    async with apns(faults=faults) as running, channel_to(running) as channel:
        counts = await push_to_the_end(store, channel, campaign)
        stats = running.service.ledger.stats()
        assert len(running.connections) == 1
    assert (stats["unique"], stats["duplicates"], counts.ambiguous) == (300, 0, 0)


async def test_a_peer_that_stops_reading_for_a_while(store, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(300), chunk_devices=300)
    async with apns(faults=Faults(stall_after=50, stall_seconds=0.6)) as running, channel_to(running) as channel:
        counts = await push_to_the_end(store, channel, campaign)
        stats = running.service.ledger.stats()
    assert (stats["unique"], stats["duplicates"], counts.handed) == (300, 0, 300)


async def test_every_token_dead_and_error_bodies_beyond_every_window(store, apns, channel_to) -> None:
    """1,500 refusals carry some 100 KB: more than a connection's window starts with."""
    campaign = await campaign_of(store, tokens(1500, "dead"), chunk_devices=1500)
    async with apns() as running, channel_to(running) as channel:
        counts = await push_to_the_end(store, channel, campaign)
        assert running.service.ledger.stats()["by_status"] == {"410": 1500}
    assert (counts.failed, counts.failures) == (1500, {"Unregistered": 1500})


async def test_a_third_of_the_answers_are_too_many_requests(store, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(200))
    async with apns() as running, channel_to(running) as channel:
        running.service.busy_share = 0.3
        counts = await push_to_the_end(store, channel, campaign)
        stats = running.service.ledger.stats()
    assert (stats["unique"], stats["duplicates"]) == (200, 0)
    assert (counts.handed, counts.failed, counts.ambiguous) == (200, 0, 0)


async def test_an_expired_provider_token_is_replaced_and_everyone_reached(store, apns, channel_to, monkeypatch) -> None:
    campaign = await campaign_of(store, tokens(30))
    async with apns() as running, channel_to(running) as channel:
        first = channel._token.get_authorization_header()
        running.service.expired.add(first)
        monkeypatch.setattr(channel._token, "_issued_at", time.time() - NEVER_BEFORE)
        counts = await push_to_the_end(store, channel, campaign)
        stats = running.service.ledger.stats()
    assert stats["by_status"]["403"] >= 1
    assert (stats["unique"], stats["duplicates"], counts.handed) == (30, 0, 30)


async def test_a_clock_that_is_wrong_stops_the_campaign_and_spoils_no_device(store, apns, channel_to) -> None:
    """A token signed for another hour is called expired, however often it is signed anew."""
    campaign = await campaign_of(store, tokens(30))
    async with apns() as running, channel_to(running) as channel:
        channel._token._clock = lambda: time.time() - 7200
        channel._token._sign()
        await push_once(store, channel)
        stats = running.service.ledger.stats()
    stopped = await campaigns.load(campaign.id)
    assert (stopped.state, stopped.stopped_because) == (CampaignState.paused, "ExpiredProviderToken")
    _, counts = await campaigns.totals(campaign.id)
    assert (stats["unique"], counts.handed, counts.failed) == (0, 0, 0)


async def test_a_peer_that_answers_slowly(store, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(120), chunk_devices=120)
    async with apns(faults=Faults(slow_seconds=0.2, max_streams=50)) as running, channel_to(running) as channel:
        counts = await push_to_the_end(store, channel, campaign)
        stats = running.service.ledger.stats()
        assert len(running.connections) == 1
    assert (stats["unique"], stats["duplicates"], counts.handed, counts.ambiguous) == (120, 0, 120, 0)


async def test_a_notice_too_large_for_the_service_stops_at_the_staff(store, apns, channel_to, monkeypatch) -> None:
    monkeypatch.setattr(service, "MAX_PAYLOAD_BYTES", 100)
    token = token_of(await resident(store, "editor's phone"))
    await name_staff_device(store, NameStaffDevice(actor=LEADER, idempotency_key=new_id(), token=token))
    await resident(store, "reader", "housing")
    campaign = await planned(store)
    async with apns() as running, channel_to(running) as channel:
        await push_once(store, channel)
        stats = running.service.ledger.stats()
    assert stats["by_status"] == {"413": 1}
    stopped = await campaigns.load(campaign.id)
    assert (stopped.state, stopped.stopped_because) == (CampaignState.paused, "PayloadTooLarge")
    assert not (await residents.find_device(device_id(Platform.ios, token))).unregistered_at


async def test_a_service_that_refuses_connections_is_tried_again(store, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(20))
    async with apns() as gone:
        pass
    async with channel_to(gone) as channel:
        pushing = asyncio.create_task(push_once(store, channel))
        await asyncio.sleep(0.5)  # refused a few times, at growing intervals
        async with apns(port=gone.port) as running:
            await pushing
            stats = running.service.ledger.stats()
    assert (await campaigns.load(campaign.id)).counts.handed == 20
    assert (stats["unique"], stats["duplicates"]) == (20, 0)


async def test_a_campaign_leaves_no_task_and_no_stream_behind(store, apns, channel_to) -> None:
    campaign = await campaign_of(store, tokens(100))
    before = len(asyncio.all_tasks())
    async with apns() as running, channel_to(running) as channel:
        await push_to_the_end(store, channel, campaign)
        assert not channel._client._queue
        assert not any(len(connection._streams) for connection in channel._client._every)
    gc.collect()
    assert len(asyncio.all_tasks()) <= before
