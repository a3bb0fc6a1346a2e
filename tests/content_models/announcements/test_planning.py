"""From a publication to inboxes and chunks, cut off anywhere and done twice."""

import asyncio
from datetime import timedelta

import pytest

from content_models.announcements import effects
from content_models.announcements import repository as campaigns
from content_models.announcements.actions import plan as planning
from content_models.announcements.actions import steps
from content_models.announcements.actions.announce import announce
from content_models.announcements.actions.plan import plan
from content_models.announcements.documents import Announcement, Campaign, CampaignState, Chunk
from content_models.announcements.effects import Announcer
from content_models.kit.clock import utc_now
from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind, ReleaseState
from content_models.residents.documents import Device, InboxEntry, Platform
from content_models.residents.roster import repository as roster
from content_models.residents.roster import rules as roster_rules
from tests.content_models.announcements.support import ORGAN, published, resident, row, withdrawn


async def test_policy_and_interpretation_are_one_campaign(store: Store) -> None:
    policy = await published()
    reading = await published(ReleaseKind.interpretation, title="一图读懂", interprets=policy.id)
    campaign = await announce(store, policy.id)
    assert campaign is not None
    assert campaign.interpretation_ids == [reading.id]
    assert (campaign.title, campaign.body) == ("市住建局发布您订阅的新政策", "关于示例住房保障的通知（附解读）")
    assert f"release:{policy.id}" in campaign.channels
    again = await announce(store, policy.id)
    assert again is not None
    assert again.id == campaign.id
    assert await announce(store, reading.id) is None


@pytest.mark.parametrize(
    ("kind", "state"),
    [(ReleaseKind.news, ReleaseState.published), (ReleaseKind.policy, ReleaseState.withdrawn)],
)
async def test_what_is_withdrawn_or_of_no_announced_kind_is_not_told(store, kind, state) -> None:
    release = await published(kind, state=state)
    assert await announce(store, release.id) is None
    assert await announce(store, "unknown") is None
    assert await Campaign.count() == 0


async def test_each_resident_and_device_once_however_many_follows_match(store: Store) -> None:
    await resident(store, "three reasons", "housing", "families", organ=ORGAN, devices=2)
    await resident(store, "no phone", "housing", devices=0)
    await resident(store, "elsewhere", "traffic")
    campaign = await announced(store)
    (chunk,) = await campaigns.chunks_of(campaign.id)
    assert len(set(chunk.tokens)) == len(chunk.tokens) == 2
    assert (campaign.residents, campaign.chunks, campaign.counts.audience) == (2, 1, 2)
    assert await InboxEntry.count() == 2


async def test_planning_twice_inserts_nothing(store: Store, small_chunks: None) -> None:
    await audience(store, 7)
    campaign = await announced(store)
    before = [chunk.model_dump() for chunk in await campaigns.chunks_of(campaign.id)]
    await plan(store, campaign.id)
    await campaigns.note(campaign.id, {"state": CampaignState.planning, "inboxes_written_at": None})
    await plan(store, campaign.id)
    assert [chunk.model_dump() for chunk in await campaigns.chunks_of(campaign.id)] == before
    assert await InboxEntry.count() == 7


async def test_planning_goes_on_where_it_was_cut_off_although_the_audience_grew(store, small_chunks) -> None:
    await audience(store, 9)
    campaign = await announced(store)
    for chunk in (await campaigns.chunks_of(campaign.id))[1:]:
        await chunk.delete()
    await campaigns.note(campaign.id, {"state": CampaignState.planning})
    await resident(store, "came later", "housing")
    await plan(store, campaign.id)
    chunks = await campaigns.chunks_of(campaign.id)
    tokens = [token for chunk in chunks for token in chunk.tokens]
    assert len(set(tokens)) == len(tokens) == 10, "planning had not come to whoever came later"
    assert {one for chunk in chunks for one in chunk.resident_ids} == {
        entry.resident_id for entry in await InboxEntry.find_all().to_list()
    }


async def test_long_addresses_make_smaller_chunks_and_steps(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(planning, "CHUNK_BYTES", 3 * 144)  # three phones' addresses
    monkeypatch.setattr(steps, "STEP_BYTES", 6 * 144)
    await audience(store, 10)
    campaign = await announced(store)
    chunks = await campaigns.chunks_of(campaign.id)
    assert [len(chunk.tokens) for chunk in chunks] == [3, 3, 3, 1]
    assert len({chunk.last_resident_id for chunk in chunks}) == 2
    assert len({token for chunk in chunks for token in chunk.tokens}) == 10


async def test_an_emergency_is_for_whoever_follows_or_lives_there_once_each(store: Store) -> None:
    await resident(store, "follows", "housing")
    await resident(store, "lives there", district_id="320106")
    await resident(store, "both", "housing", district_id="320102")
    await resident(store, "lives elsewhere", district_id="310101")
    release = await published(ReleaseKind.emergency, region="320100")
    campaign = await announce(store, release.id)
    assert campaign is not None
    planned = await plan(store, campaign.id)
    assert (planned.residents, planned.counts.audience) == (3, 3)


async def test_planning_waits_while_another_process_builds_the_first_roster(store: Store) -> None:
    await audience(store, 2)
    assert await roster.claim_building(None, "another", store.now() + timedelta(minutes=1))
    campaign = await announced(store)
    assert campaign.state is CampaignState.planning
    store.now = lambda: utc_now() + timedelta(minutes=2)  # it died
    assert (await plan(store, campaign.id)).counts.audience == 2


async def test_two_planners_at_once_make_one_plan(store: Store, small_chunks: None) -> None:
    await audience(store, 12)
    campaign = await announce(store, (await published()).id)
    assert campaign is not None
    await asyncio.gather(*(plan(store, campaign.id) for _ in range(3)))
    tokens = [token for chunk in await campaigns.chunks_of(campaign.id) for token in chunk.tokens]
    assert len(set(tokens)) == len(tokens) == 12


async def test_pages_of_residents_meet_without_gap_or_overlap(store, small_chunks, monkeypatch) -> None:
    monkeypatch.setattr(roster_rules, "PAGE_RESIDENTS", 2)
    for number in range(7):
        await resident(store, f"resident {number}", "housing", devices=number % 3)
    campaign = await announced(store)
    tokens = [token for chunk in await campaigns.chunks_of(campaign.id) for token in chunk.tokens]
    assert len(set(tokens)) == len(tokens) == sum(number % 3 for number in range(7))


async def test_an_audience_of_nobody_is_done_at_once(store: Store) -> None:
    campaign = await announced(store)
    assert (campaign.state, campaign.balanced, campaign.chunks) == (CampaignState.done, True, 0)


async def test_effects_announce_and_a_withdrawal_cancels(store: Store) -> None:
    await audience(store, 2)
    policy = await published()
    await Announcer().announce_publication(store, row("release.published", policy.id))
    (campaign,) = await campaigns.newest()
    assert campaign.state is CampaignState.sending
    await withdrawn(policy)
    await Announcer().announce_withdrawal(store, row("release.withdrawn", policy.id))
    assert (await campaigns.load(campaign.id)).state is CampaignState.cancelled
    (_, retraction) = await campaigns.of_release(policy.id)
    assert (retraction.announcement, retraction.state) == (Announcement.withdrawal, CampaignState.planning)
    assert await Chunk.count() == 1, "the pusher has yet to count off whom it did not reach"


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHUNK_DEVICES", 3)
    monkeypatch.setattr(steps, "STEP_DEVICES", 3)


@pytest.fixture
def mixed_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHUNK_DEVICES", 2)
    monkeypatch.setattr(steps, "STEP_DEVICES", 6)


async def test_a_chunk_holds_devices_of_one_platform_and_each_device_once(store: Store, mixed_steps) -> None:
    await mixed_audience(store, 20)
    campaign = await announced(store)
    chunks = await campaigns.chunks_of(campaign.id)
    assert (
        sum(len(chunk.tokens) for chunk in chunks) == len({token for chunk in chunks for token in chunk.tokens}) == 20
    )
    assert max(len(chunk.tokens) for chunk in chunks) == 2
    assert {chunk.platform for chunk in chunks} == {Platform.ios, Platform.harmony, Platform.getui}
    for chunk in chunks:
        assert await platforms_of(chunk) == {chunk.platform}
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))
    assert campaign.counts.audience == 20


async def test_two_planners_of_a_mixed_audience_make_each_step_once(store: Store, mixed_steps) -> None:
    await mixed_audience(store, 20)
    campaign = await announce(store, (await published()).id)
    assert campaign is not None
    await asyncio.gather(*(plan(store, campaign.id) for _ in range(3)))
    tokens = [token for chunk in await campaigns.chunks_of(campaign.id) for token in chunk.tokens]
    assert len(tokens) == len(set(tokens)) == 20


async def test_a_step_cut_off_between_steps_goes_on_behind_its_last_resident(store: Store, mixed_steps) -> None:
    await mixed_audience(store, 20)
    campaign = await announced(store)
    before = [chunk.tokens for chunk in await campaigns.chunks_of(campaign.id)]
    ends = {chunk.last_resident_id for chunk in await campaigns.chunks_of(campaign.id)}
    assert len(ends) == 4  # 20 devices in steps of 6
    last_step = (await campaigns.chunks_of(campaign.id))[-1].last_resident_id
    for chunk in await campaigns.chunks_of(campaign.id):
        if chunk.last_resident_id == last_step:
            await chunk.delete()
    await campaigns.note(campaign.id, {"state": CampaignState.planning})
    await plan(store, campaign.id)
    assert [chunk.tokens for chunk in await campaigns.chunks_of(campaign.id)] == before


async def mixed_audience(store: Store, size: int) -> None:
    platforms = [Platform.ios, Platform.harmony, Platform.getui, Platform.ios]
    for number in range(size):
        await resident(store, f"resident {number}", "housing", platform=platforms[number % 4])


async def platforms_of(chunk: Chunk) -> set[Platform]:
    found = [await Device.get(device_id) for device_id in chunk.device_ids]
    return {device.platform for device in found if device}


async def audience(store: Store, size: int) -> None:
    for number in range(size):
        await resident(store, f"resident {number}", "housing")


async def announced(store: Store) -> Campaign:
    campaign = await announce(store, (await published()).id)
    assert campaign is not None
    return await plan(store, campaign.id)


async def test_a_withdrawal_that_comes_while_the_campaign_is_made_still_stops_it(store, monkeypatch) -> None:
    await resident(store, "a reader", "housing")
    release = await published()

    async def announce_just_after_the_withdrawal(store: Store, release_id: str) -> Campaign | None:
        campaign = await announce(store, release_id)
        release.state = ReleaseState.withdrawn
        await release.save()
        return campaign

    monkeypatch.setattr(effects, "announce", announce_just_after_the_withdrawal)
    await Announcer().announce_publication(store, row("release.published", release.id))
    (campaign,) = await Campaign.find_all().to_list()
    assert campaign.state is CampaignState.cancelled
    assert await InboxEntry.count() == 0
