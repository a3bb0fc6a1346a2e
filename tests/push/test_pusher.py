"""Publication to phone: campaign, chunks, pusher, wire, stand-in, over a real store and real HTTP/2."""

import asyncio
import io
import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from content_models.announcements import repository as campaigns
from content_models.announcements.actions import plan as planning
from content_models.announcements.actions.announce import announce
from content_models.announcements.actions.cancel import CancelCampaign, cancel
from content_models.announcements.actions.lease import LEASE, lease
from content_models.announcements.actions.pause import ResumeCampaign, resume
from content_models.announcements.actions.plan import plan
from content_models.announcements.actions.record import flush, mark_sent
from content_models.announcements.documents import Campaign, CampaignState
from content_models.announcements.errors import CampaignFinished, LeaseLost
from content_models.kit.clock import utc_now
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases.documents import Release
from content_models.residents import repository as residents
from content_models.residents.documents import DeviceState
from push import pusher, window
from push.channels.channel import Action, Channel, Delivered, Notice, Outcome, Target
from push.channels.log import LogChannel
from push.pusher import run_pusher
from server.demo.apns_stand_in.http2 import Faults
from tests.content_models.announcements.support import LEADER, ORGAN, published, resident, token_of


async def test_three_matching_follows_are_one_notification(store, apns, channel_to) -> None:
    await resident(store, "three reasons", "housing", "families", organ=ORGAN)
    await resident(store, "two phones", "housing", devices=2)
    await resident(store, "elsewhere", "traffic")
    campaign = await planned(store)
    async with apns() as running, channel_to(running) as channel:
        await push_all(store, channel)
        stats = running.service.ledger.stats()
    assert (stats["unique"], stats["duplicates"]) == (3, 0)
    assert {shown["body"] for shown in stats["notifications"]} == {campaign.body}
    ended = await campaigns.load(campaign.id)
    assert (ended.state, ended.balanced) == (CampaignState.done, True)
    assert (ended.counts.audience, ended.counts.handed) == (3, 3)


async def test_410_deactivates_the_device_and_the_rest_goes_on(store, apns, channel_to) -> None:
    gone, here = await resident(store, "gone", "housing"), await resident(store, "here", "housing")
    first = await planned(store)
    async with apns(unregistered=frozenset({token_of(gone)})) as running, channel_to(running) as channel:
        await push_all(store, channel)
        second = await planned(store)
        await push_all(store, channel)
        assert running.service.ledger.stats()["by_status"] == {"200": 2, "410": 1}
    (dead,) = await residents.devices_of(gone)
    assert (dead.state, dead.unregistered_reason) == (DeviceState.unregistered, "Unregistered")
    assert len(await residents.active_devices([here])) == 1
    counts = (await campaigns.load(first.id)).counts
    assert (counts.handed, counts.failed, counts.failures) == (1, 1, {"Unregistered": 1})
    assert (await campaigns.load(second.id)).counts.audience == 1


async def test_goaway_in_the_middle_loses_none(store, apns, channel_to, small_chunks) -> None:
    await resident(store, "many phones", "housing", devices=60)
    campaign = await planned(store)
    async with apns(faults=Faults(goaway_after=7)) as running, channel_to(running) as channel:
        await push_all(store, channel)
        stats = running.service.ledger.stats()
    assert (stats["unique"], stats["duplicates"]) == (60, 0)
    assert (await campaigns.load(campaign.id)).counts.handed == 60


async def test_a_passing_refusal_is_tried_again(store, apns, channel_to) -> None:
    await resident(store, "phones", "housing", devices=5)
    campaign = await planned(store)
    async with apns() as running, channel_to(running) as channel:
        running.service.refuse_next = 8
        await push_all(store, channel)
    assert (await campaigns.load(campaign.id)).counts.handed == 5


async def test_a_lasting_refusal_is_counted_and_ends(store, apns, channel_to, short_pauses, monkeypatch) -> None:
    monkeypatch.setattr(window, "TRIES_AT_MOST", 2)
    await resident(store, "busy", "housing", tokens=["0429" + "a" * 60])
    campaign = await planned(store)
    async with apns() as running, channel_to(running) as channel:
        await push_all(store, channel)
        assert (await campaigns.load(campaign.id)).state is CampaignState.sending
        later(store)
        await push_all(store, channel)
    ended = await campaigns.load(campaign.id)
    assert (ended.state, ended.balanced) == (CampaignState.done, True)
    assert ended.counts.failures == {"TooManyRequests": 1}


async def test_whoever_takes_over_resends_only_what_was_in_doubt(store, apns, channel_to) -> None:
    """The first pusher dies after its answers came and before they were written down."""
    await resident(store, "phones", "housing", devices=10)
    campaign = await planned(store)
    async with apns() as running, channel_to(running) as channel:
        taken = await lease(store, "the one that dies")
        await mark_sent(store, taken, 6)
        await channel.send(pusher._notice(taken), pusher._targets(taken, [0, 1]), settle_in(taken))
        await flush(store, taken)
        await channel.send(pusher._notice(taken), pusher._targets(taken, [2, 3, 4]), lambda _, __: None)
        assert await lease(store, "too early") is None
        later(store)
        await push_all(store, channel)
        stats = running.service.ledger.stats()
    with pytest.raises(LeaseLost):
        await flush(store, taken)
    counts = (await campaigns.load(campaign.id)).counts
    assert (stats["unique"], stats["duplicates"]) == (10, 3)
    assert (counts.handed, counts.ambiguous) == (10, 4)
    assert len({shown["collapse_id"] for shown in stats["notifications"]}) == 1


async def test_a_cut_connection_resends_with_the_same_ids_and_counts_it(store, apns, channel_to, short_pauses) -> None:
    await resident(store, "phones", "housing", devices=40)
    campaign = await planned(store)
    async with apns(faults=Faults(reset_after=15, max_streams=5)) as running, channel_to(running) as channel:
        await push_all(store, channel)
        stats = running.service.ledger.stats()
    counts = (await campaigns.load(campaign.id)).counts
    assert counts.handed == stats["unique"] == 40
    assert stats["duplicates"] <= counts.ambiguous


async def test_cancelling_stops_before_the_next_window(store, monkeypatch) -> None:
    monkeypatch.setattr(pusher, "WINDOW_DEVICES", 4)
    await resident(store, "phones", "housing", devices=10)
    campaign = await planned(store)
    command = CancelCampaign(actor=LEADER, idempotency_key=new_id(), campaign_id=campaign.id, expected_version=1)
    channel = Interrupted(lambda: cancel(store, command))
    await push_all(store, channel)
    ended = await campaigns.load(campaign.id)
    assert len(channel.sent) == 4
    assert (ended.state, ended.balanced, ended.counts.suppressed) == (CampaignState.cancelled, True, 6)


async def test_a_finished_campaign_cannot_be_cancelled(store) -> None:
    campaign = await planned(store)
    command = CancelCampaign(actor=LEADER, idempotency_key=new_id(), campaign_id=campaign.id, expected_version=1)
    with pytest.raises(CampaignFinished):
        await cancel(store, command)


async def test_stopping_gives_the_rest_back_at_once(store, monkeypatch) -> None:
    monkeypatch.setattr(pusher, "WINDOW_DEVICES", 4)
    await resident(store, "phones", "housing", devices=10)
    campaign = await planned(store)
    stop = asyncio.Event()

    async def stopping() -> None:
        stop.set()

    first, second = Interrupted(stopping), Interrupted(None)
    await run_pusher(store, first, owner="first", stop=stop, wait=unexpected)
    await push_all(store, second)
    assert sorted(first.sent + second.sent) == list(range(10))
    assert (await campaigns.load(campaign.id)).counts.handed == 10


async def test_trouble_with_our_credentials_stops_and_spoils_nothing(store) -> None:
    await resident(store, "phones", "housing", devices=3)
    campaign = await planned(store)
    await push_all(store, Interrupted(None, outcome=Outcome(Action.halt, "InvalidProviderToken")))
    stopped = await campaigns.load(campaign.id)
    assert (stopped.state, stopped.stopped_because) == (CampaignState.paused, "InvalidProviderToken")
    later(store)
    assert await lease(store, "before a person looked") is None
    command = ResumeCampaign(actor=LEADER, idempotency_key=new_id(), campaign_id=campaign.id, expected_version=1)
    await resume(store, command)
    working = Interrupted(None)
    await push_all(store, working)
    assert (await campaigns.load(campaign.id)).counts.handed == len(working.sent) == 3


async def test_a_wrong_environment_stops_the_campaign_and_spares_the_devices(store) -> None:
    """Sandbox tokens sent to production are all "bad": the devices are fine, the setting is not."""
    phone = await resident(store, "phones", "housing", devices=30)
    campaign = await planned(store)
    await push_all(store, Interrupted(None, outcome=Outcome(Action.suspect, "BadDeviceToken")))
    assert len(await residents.active_devices([phone])) == 30
    assert (await campaigns.load(campaign.id)).stopped_because == "BadDeviceToken"


async def test_a_few_bad_tokens_are_retired(store) -> None:
    phone = await resident(store, "phones", "housing", devices=3)
    campaign = await planned(store)
    await push_all(store, Interrupted(None, outcome=Outcome(Action.suspect, "BadDeviceToken")))
    assert await residents.active_devices([phone]) == []
    assert (await campaigns.load(campaign.id)).counts.failures == {"BadDeviceToken": 3}


async def test_an_outage_of_the_service_fails_nobody(store) -> None:
    await resident(store, "phones", "housing", devices=3)
    campaign = await planned(store)
    await push_all(store, Interrupted(None, outcome=Outcome(Action.later, "ConnectionRefusedError")))
    assert (await campaigns.load(campaign.id)).state is CampaignState.sending
    later(store)
    await push_all(store, Interrupted(None))
    counts = (await campaigns.load(campaign.id)).counts
    assert (counts.handed, counts.failed, counts.ambiguous) == (3, 0, 0)


async def test_the_log_channel_writes_instead_of_sending(store) -> None:
    phone = await resident(store, "phone", "housing")
    campaign = await planned(store)
    output = io.StringIO()
    await push_all(store, LogChannel(output))
    (line,) = map(json.loads, output.getvalue().splitlines())
    assert (line["title"], line["body"]) == (campaign.title, campaign.body)
    assert token_of(phone) not in output.getvalue()
    assert (await campaigns.load(campaign.id)).counts.handed == 1


async def test_two_pushers_share_the_chunks(store, apns, channel_to, small_chunks) -> None:
    await resident(store, "phones", "housing", devices=40)
    campaign = await planned(store)
    async with apns() as running, channel_to(running) as channel:
        await asyncio.gather(*(push_all(store, channel) for _ in range(2)))
        stats = running.service.ledger.stats()
    assert (stats["unique"], stats["duplicates"]) == (40, 0)
    assert (await campaigns.load(campaign.id)).balanced


HANDED = Outcome(Action.done)


class Interrupted:
    """A channel that hands everything over, and lets something happen after the first window."""

    def __init__(self, happening, outcome: Outcome = HANDED) -> None:
        self._happening = happening
        self._outcome = outcome
        self.sent: list[int] = []

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        for target in targets:
            self.sent.append(target.position)
            delivered(target.position, self._outcome)
        happening, self._happening = self._happening, None
        if happening:
            await happening()

    async def close(self) -> None: ...


async def planned(store: Store) -> Campaign:
    return await announced_of(store, await published())


async def announced_of(store: Store, release: Release) -> Campaign:
    campaign = await announce(store, release.id)
    assert campaign is not None
    return await plan(store, campaign.id)


async def push_all(store: Store, channel: Channel) -> None:
    """Run a pusher until it finds nothing to do."""
    stop = asyncio.Event()

    async def idle() -> None:
        stop.set()

    await run_pusher(store, channel, owner="test", stop=stop, wait=idle)


async def unexpected() -> None:
    raise AssertionError("the pusher should not have waited")


def settle_in(taken):
    from content_models.announcements.actions import record

    return lambda index, outcome: record.note_handed(taken, index)


def later(store: Store) -> None:
    """Let every lease run out."""
    store.now = lambda: utc_now() + LEASE + timedelta(seconds=1)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHUNK_DEVICES", 8)


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pusher, "ATTEMPTS_AFTER", (0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01))
