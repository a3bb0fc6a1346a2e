"""One campaign to phones and browsers of every kind, through the channels of the settings."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.lease import lease
from content_models.announcements.documents import Campaign, CampaignState
from content_models.kit.ids import derived_id
from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind
from content_models.residents import repository as residents
from content_models.residents.documents import DeviceState, Platform
from push.channels import http
from push.channels.by_platform import ByPlatform
from push.channels.channel import Channel
from push.channels.log import LogChannel
from server.channels import LOG, open_channel
from server.settings import PushMode, Settings
from tests.content_models.announcements.support import published, resident
from tests.push.channels.stand_in import Fault, running
from tests.push.channels.vendors import APP_KEY, SECRET, Getui, JPush
from tests.push.test_pusher import announced_of, later, push_all

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture
async def jpush() -> AsyncIterator[JPush]:
    async with running(JPush) as stand_in:
        yield stand_in


@pytest.fixture
async def getui() -> AsyncIterator[Getui]:
    async with running(Getui) as stand_in:
        yield stand_in


@pytest.fixture
def settings(jpush: JPush, getui: Getui, tmp_path: Path) -> Settings:
    return Settings(
        push=PushMode.live,
        data_dir=tmp_path,
        jpush_app_key=APP_KEY,
        jpush_master_secret=SecretStr(SECRET),
        jpush_url=f"{jpush.url}/v3",
        getui_app_id="appid",
        getui_app_key=APP_KEY,
        getui_master_secret=SecretStr(SECRET),
        getui_url=f"{getui.url}/v2",
    )


async def test_each_chunk_takes_the_way_of_its_platform_and_who_has_none_has_the_inbox(
    store: Store, settings: Settings, jpush: JPush, getui: Getui
) -> None:
    await audience(store, jpush=3, getui=2, harmony=4)
    campaign = await announced_of(store, await published())
    async with open_channel(settings, store) as channel:
        await push_all(store, channel)
    ended = await campaigns.load(campaign.id)
    assert (sorted(jpush.shown), sorted(getui.shown)) == (tokens("jpush", 3), tokens("getui", 2))
    assert (ended.counts.handed, ended.counts.suppressed, ended.counts.audience) == (5, 4, 9)
    assert (ended.state, ended.balanced, ended.residents) == (CampaignState.done, True, 9)
    assert ended.counts.suppressions == {"no_channel": 4}


async def test_a_vendor_that_is_down_holds_nobody_else_up(store, settings, jpush: JPush, getui: Getui) -> None:
    await audience(store, jpush=3, getui=2)
    campaign = await announced_of(store, await published())
    jpush.faults += [Fault(503, headers={"Retry-After": "1"})] * 2
    async with open_channel(settings, store) as channel:
        await push_all(store, channel)
        assert len(getui.shown) == 2
        assert (await campaigns.load(campaign.id)).state is CampaignState.sending
    later(store)
    jpush.faults.clear()
    async with open_channel(settings, store) as channel:
        await push_all(store, channel)
    counts = (await campaigns.load(campaign.id)).counts
    assert (counts.handed, counts.ambiguous, set(jpush.shown.values())) == (5, 0, {1})


async def test_an_answer_that_was_lost_is_counted_as_ambiguous_and_doubles_nothing(
    store, settings, jpush: JPush, monkeypatch
) -> None:
    monkeypatch.setattr(http, "CALL", 0.5)
    await audience(store, jpush=3)
    campaign = await announced_of(store, await published())
    jpush.faulty_path = "/push"
    jpush.faults.append(Fault(stalled=True))
    async with open_channel(settings, store) as channel:
        await push_all(store, channel)
    assert await lease(store, "at once") is None
    later(store)
    async with open_channel(settings, store) as channel:
        await push_all(store, channel)
    counts = (await campaigns.load(campaign.id)).counts
    assert (counts.handed, counts.ambiguous, counts.audience) == (3, 3, 3)
    assert set(jpush.shown.values()) == {1}


async def test_marketing_beyond_the_limit_stays_in_the_inbox(store, settings, jpush: JPush) -> None:
    store.now = lambda: NOON
    await audience(store, jpush=2)
    ended = [await all_sent(store, settings) for _ in range(3)]
    assert [(campaign.counts.handed, campaign.counts.suppressed) for campaign in ended] == [(2, 0), (2, 0), (0, 2)]
    assert {call.body["options"]["classification"] for call in jpush.to("/push")} == {0}


async def test_what_everyone_subscribed_to_is_not_limited_once_the_vendor_has_granted_it(
    store, settings, jpush: JPush
) -> None:
    store.now = lambda: NOON
    granted = settings.model_copy(update={"push_subscription_class": True, "push_marketing_limit": 1})
    await audience(store, jpush=1)
    for kind in [ReleaseKind.policy] * 3 + [ReleaseKind.emergency] * 2:
        last = await all_sent(store, granted, kind)
    assert [call.body["options"]["classification"] for call in jpush.to("/push")] == [1, 1, 1, 0]
    assert (last.counts.handed, last.counts.suppressed) == (0, 1)


async def test_a_dead_device_of_a_vendor_is_retired(store, settings, jpush: JPush) -> None:
    await audience(store, jpush=1)
    jpush.unknown |= set(tokens("jpush", 1))
    campaign = await all_sent(store, settings)
    (dead,) = await residents.devices_of(campaign_resident("jpush", 0))
    assert (dead.state, campaign.counts.failures) == (DeviceState.unregistered, {"JPUSH_1011": 1})


async def test_log_mode_writes_for_every_platform(store: Store, tmp_path: Path) -> None:
    await audience(store, jpush=1, harmony=1)
    campaign = await all_sent(store, Settings(push=PushMode.log, data_dir=tmp_path))
    lines = [json.loads(line) for line in (tmp_path / LOG).read_text("utf-8").splitlines()]
    assert {line["platform"] for line in lines} == {"jpush", "harmony"}
    assert campaign.counts.handed == 2


async def test_closing_all_closes_each(tmp_path: Path) -> None:
    channels: dict[Platform, Channel] = {platform: LogChannel(tmp_path / platform) for platform in Platform}
    await ByPlatform(channels).close()
    assert all(channel._stream.closed for channel in channels.values())  # type: ignore[attr-defined]


async def all_sent(store: Store, settings: Settings, kind: ReleaseKind = ReleaseKind.policy) -> Campaign:
    campaign = await announced_of(store, await published(kind))
    async with open_channel(settings, store) as channel:
        await push_all(store, channel)
    return await campaigns.load(campaign.id)


async def audience(store: Store, **devices: int) -> None:
    for name, count in devices.items():
        for number, token in enumerate(tokens(name, count)):
            await resident(store, f"{name} {number}", "housing", tokens=[token], platform=Platform(name))


def campaign_resident(name: str, number: int) -> str:
    return derived_id("resident", f"{name} {number}")


def tokens(name: str, count: int) -> list[str]:
    return [f"{name}device{number:05}" for number in range(count)]
