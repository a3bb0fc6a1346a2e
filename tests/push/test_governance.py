"""Who may let a campaign go, hold it, stop it and take it back; and the staff's phones that go first."""

import asyncio
from datetime import timedelta

import pytest

from content_models.announcements import repository as campaigns
from content_models.announcements.actions import plan as planning
from content_models.announcements.actions.announce import announce
from content_models.announcements.actions.approve import ApproveCampaign, approve
from content_models.announcements.actions.cancel import CancelCampaign, cancel
from content_models.announcements.actions.decide import CampaignCommand
from content_models.announcements.actions.name_staff_device import NameStaffDevice, name_staff_device
from content_models.announcements.actions.pause import PauseCampaign, ResumeCampaign, pause, resume
from content_models.announcements.actions.recall import RecallCampaign, recall
from content_models.announcements.actions.schedule import ScheduleCampaign, schedule
from content_models.announcements.actions.sweep import sweep
from content_models.announcements.actions.watch import watch
from content_models.announcements.documents import Announcement, Campaign, CampaignState, Suppression, Unconfirmed
from content_models.announcements.effects import Announcer
from content_models.announcements.errors import CampaignFinished, CampaignWrongState, OwnCampaign
from content_models.announcements.limits import CONFIRMED_WITHIN, PushLimits
from content_models.editorial.documents import Role
from content_models.kit.actors import SYSTEM, Actor, ActorKind
from content_models.kit.clock import utc_now
from content_models.kit.errors import InvalidInput, NotAllowed, VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind
from content_models.residents import repository as residents
from content_models.residents.inbox import repository as inboxes
from push import pusher
from push.channels.channel import Action, Outcome
from push.pusher import run_pusher
from server.wakes import RedisWake, WakeListener
from tests.content_models.announcements.support import LEADER, published, resident, row, token_of, withdrawn
from tests.push.phones import Phones, planned, push_all, reloaded

TWO_PEOPLE = PushLimits(approval_above=2)
EDITOR = Actor(kind=ActorKind.staff, id="wang", name="王编辑", roles=frozenset({Role.editor}))
AUTHOR = SYSTEM.model_copy(update={"roles": frozenset({Role.leader})})


def about(campaign: Campaign, command: type[CampaignCommand], actor: Actor = LEADER, version: int = 1, **fields):
    return command(actor=actor, idempotency_key=new_id(), campaign_id=campaign.id, expected_version=version, **fields)


async def staff_phone(store: Store, name: str = "editor's phone") -> str:
    """Its token."""
    token = token_of(await resident(store, name))
    await name_staff_device(store, NameStaffDevice(actor=LEADER, idempotency_key=new_id(), token=token))
    return token


async def test_a_large_campaign_waits_for_a_second_person(store: Store) -> None:
    await resident(store, "phones", "housing", devices=3)
    campaign = await planned(store, TWO_PEOPLE)
    assert campaign.state is CampaignState.awaiting_approval
    phones = Phones()
    await push_all(store, phones)
    assert phones.tokens == set()
    with pytest.raises(OwnCampaign):
        await approve(store, about(campaign, ApproveCampaign, AUTHOR))
    with pytest.raises(NotAllowed):
        await approve(store, about(campaign, ApproveCampaign, EDITOR))
    command = about(campaign, ApproveCampaign)
    first, again = await approve(store, command), await approve(store, command)
    assert first == again
    await push_all(store, phones)
    ended = await reloaded(campaign)
    assert (ended.state, ended.counts.handed) == (CampaignState.done, 3)
    assert ended.approval
    assert ended.approval.actor.id == LEADER.id
    (event,) = await campaigns.events_of(campaign.id)
    assert (event.verb, event.actor.name, event.version) == ("ApproveCampaign", LEADER.name, 2)


async def test_a_small_campaign_and_an_emergency_wait_for_nobody(store: Store) -> None:
    await resident(store, "phones", "housing", devices=3)
    assert (await planned(store, PushLimits(approval_above=3))).state is CampaignState.sending
    assert (await planned(store, TWO_PEOPLE, ReleaseKind.emergency)).state is CampaignState.sending


async def test_approval_after_cancellation_is_refused(store: Store) -> None:
    await resident(store, "phones", "housing", devices=3)
    campaign = await planned(store, TWO_PEOPLE)
    await cancel(store, about(campaign, CancelCampaign))
    with pytest.raises(VersionConflict):
        await approve(store, about(campaign, ApproveCampaign))
    with pytest.raises(CampaignWrongState):
        await approve(store, about(campaign, ApproveCampaign, version=2))
    phones = Phones()
    await push_all(store, phones)
    ended = await reloaded(campaign)
    assert phones.tokens == set()
    assert (ended.balanced, ended.counts.suppressions) == (True, {Suppression.cancelled: 3})
    with pytest.raises(CampaignFinished):
        await approve(store, about(campaign, ApproveCampaign, version=2))


async def test_pausing_holds_the_rest_and_resuming_loses_nobody(store: Store, monkeypatch) -> None:
    monkeypatch.setattr(pusher, "WINDOW_DEVICES", 4)
    await resident(store, "phones", "housing", devices=10)
    campaign = await planned(store)
    phones = Phones(after_window=lambda: pause(store, about(campaign, PauseCampaign, EDITOR)))
    await push_all(store, phones)
    assert (phones.windows, (await reloaded(campaign)).state) == ([4], CampaignState.paused)
    await resume(store, about(campaign, ResumeCampaign, EDITOR, version=2))
    await push_all(store, phones)
    ended = await reloaded(campaign)
    assert (sum(phones.windows), ended.counts.handed, ended.balanced) == (10, 10, True)


async def test_a_kill_reaches_a_pusher_at_work_in_under_a_second(store: Store, redis_url: str, monkeypatch) -> None:
    """Real Valkey wakes whoever sleeps; whoever sends looks at the store before each window."""
    monkeypatch.setattr(pusher, "WINDOW_DEVICES", 1)
    await resident(store, "phones", "housing", devices=60)
    started, stop = asyncio.Event(), asyncio.Event()

    async def begun() -> None:
        started.set()

    phones = Phones(after_window=begun)
    async with RedisWake(redis_url) as wake, WakeListener(redis_url, "chunks") as wakes:
        store.wake = wake.publish
        pushing = asyncio.create_task(run_pusher(store, phones, owner="test", stop=stop, wait=lambda: wakes.wait(60)))
        campaign = await planned(store)
        await asyncio.wait_for(started.wait(), 30)
        await cancel(store, about(campaign, CancelCampaign, EDITOR))
        sent_then = len(phones.windows)
        stop.set()
        await store.wake("chunks")
        await pushing
    ended = await reloaded(campaign)
    assert len(phones.windows) - sent_then <= 1, "at most the window that was under way"
    assert ended.counts.handed + ended.counts.suppressions[Suppression.cancelled] == 60
    assert ended.counts.last_handed_at
    (event,) = await campaigns.events_of(campaign.id)
    assert ended.counts.last_handed_at - event.at < timedelta(seconds=1)


async def test_a_scheduled_campaign_waits_for_its_hour(store: Store) -> None:
    await resident(store, "phones", "housing", devices=2)
    campaign = await planned(store, PushLimits(approval_above=1))
    hour = store.now() + timedelta(hours=3)
    for refused in (store.now() - timedelta(minutes=1), store.now() + timedelta(days=30)):
        with pytest.raises(InvalidInput):
            await schedule(store, about(campaign, ScheduleCampaign, not_before=refused))
    await schedule(store, about(campaign, ScheduleCampaign, not_before=hour))
    await approve(store, about(campaign, ApproveCampaign, version=2))
    phones = Phones()
    await push_all(store, phones)
    assert (phones.tokens, (await reloaded(campaign)).state) == (set(), CampaignState.scheduled)
    store.now = lambda: hour + timedelta(seconds=1)
    await push_all(store, phones)
    assert (len(phones.tokens), (await reloaded(campaign)).state) == (2, CampaignState.done)


async def test_staff_phones_go_first_and_the_rest_follows_when_one_was_reached(store: Store) -> None:
    staff = await staff_phone(store)
    await resident(store, "reader", "housing", devices=2)
    campaign = await planned(store)
    assert (campaign.state, campaign.counts.audience) == (CampaignState.canary, 3)
    phones = Phones()
    await push_all(store, phones)
    assert next(iter(phones.shown)) == staff
    assert (phones.windows, (await reloaded(campaign)).counts.handed) == ([1, 2], 3)


@pytest.mark.parametrize(
    "outcome", [Outcome(Action.halt, "PayloadTooLarge"), Outcome(Action.suspect, "BadDeviceToken")]
)
async def test_a_notice_refused_in_the_canary_goes_no_further(store: Store, outcome: Outcome) -> None:
    """413, or a key of the other environment: no resident is touched, and no phone is struck off."""
    staff = await staff_phone(store)
    await resident(store, "reader", "housing", devices=2)
    campaign = await planned(store)
    phones = Phones(outcome)
    await push_all(store, phones)
    stopped = await reloaded(campaign)
    assert (phones.tokens, stopped.stopped_because) == ({staff}, outcome.reason)
    assert len(await residents.staff_devices()) == 1
    phones.outcome = Outcome(Action.done)
    await resume(store, about(campaign, ResumeCampaign))
    store.now = lambda: utc_now() + timedelta(minutes=1)
    await push_all(store, phones)
    assert (await reloaded(campaign)).counts.handed == 3


async def test_a_canary_that_reached_nobody_asks_a_person(store: Store) -> None:
    await staff_phone(store)
    await resident(store, "reader", "housing")
    campaign = await planned(store)
    phones = Phones(Outcome(Action.retire, "Unregistered"))
    await push_all(store, phones)
    assert (await reloaded(campaign)).stopped_because == "CANARY_UNCONFIRMED"
    phones.outcome = Outcome(Action.done)
    await resume(store, about(campaign, ResumeCampaign))
    await push_all(store, phones)
    ended = await reloaded(campaign)
    assert (ended.state, ended.counts.handed, ended.counts.failed) == (CampaignState.done, 1, 1)


async def test_only_heads_name_staff_phones_and_a_new_owner_takes_none_over(store: Store) -> None:
    token = await staff_phone(store)
    with pytest.raises(NotAllowed):
        await name_staff_device(store, NameStaffDevice(actor=EDITOR, idempotency_key=new_id(), token=token))
    (device,) = await residents.staff_devices()
    assert device.staff_named_by
    assert device.staff_named_by.id == LEADER.id


async def test_a_withdrawal_replaces_the_notice_on_the_phones_that_have_it(store: Store, monkeypatch) -> None:
    """Not on those it never reached: nobody is told that something they do not know was taken back."""
    monkeypatch.setattr(pusher, "WINDOW_DEVICES", 2)
    monkeypatch.setattr(pusher, "CHUNKS_AT_ONCE", 1)  # so that it is known whom the first window reaches
    monkeypatch.setattr(planning, "CHUNK_DEVICES", 3)
    reader = await resident(store, "phones", "housing", devices=5)
    policy = await published()
    await Announcer().announce_publication(store, row("release.published", policy.id))

    async def withdraw() -> None:
        await withdrawn(policy)
        await Announcer().announce_withdrawal(store, row("release.withdrawn", policy.id))

    phones = Phones(after_window=withdraw)
    await push_all(store, phones)
    await sweep(store)
    await push_all(store, phones)
    first, retraction = await campaigns.of_release(policy.id)
    assert (first.state, first.counts.handed, first.counts.suppressed, first.balanced) == ("cancelled", 2, 3, True)
    assert (retraction.state, retraction.counts.handed) == (CampaignState.done, 2)
    assert {len(notices) for notices in phones.shown.values()} == {2}
    assert len({notice.collapse_id for notices in phones.shown.values() for notice in notices}) == 1
    assert await inboxes.unread_count(reader) == 0


async def test_a_recall_takes_back_what_is_over_once(store: Store) -> None:
    await resident(store, "phones", "housing", devices=2)
    campaign = await planned(store)
    phones = Phones()
    await push_all(store, phones)
    with pytest.raises(NotAllowed):
        await recall(store, about(campaign, RecallCampaign, EDITOR, reason="写错了"))
    told = await recall(store, about(campaign, RecallCampaign, reason="附件传错"))
    await sweep(store)
    await push_all(store, phones)
    retraction = await campaigns.load(told.campaign_id)
    assert (retraction.announcement, retraction.state) == (Announcement.recall, CampaignState.done)
    assert "附件传错" in retraction.body
    assert {tuple(notice.title for notice in notices)[1] for notices in phones.shown.values()} == {retraction.title}
    with pytest.raises(CampaignWrongState):
        await recall(store, about(campaign, RecallCampaign, version=2, reason="再来一次"))


async def test_wrong_environment_of_the_real_stand_in_stops_at_the_canary(store, apns, channel_to) -> None:
    foreign = "bad0" + "a" * 60
    await resident(store, "editor's phone", tokens=[foreign])
    command = NameStaffDevice(actor=LEADER, idempotency_key=new_id(), token=foreign)
    await name_staff_device(store, command)
    await resident(store, "reader", "housing")
    campaign = await planned(store)
    async with apns() as running, channel_to(running) as channel:
        await push_all(store, channel)
        assert running.service.ledger.stats()["unique"] == 0
    assert (await reloaded(campaign)).stopped_because == "BadDeviceToken"


async def _alarm_after(store: Store, campaign: Campaign, later: timedelta) -> Unconfirmed | None:
    store.now = lambda: utc_now() + later
    await sweep(store)
    return (await reloaded(campaign)).alarm


ALMOST, PAST = CONFIRMED_WITHIN - timedelta(seconds=30), CONFIRMED_WITHIN + timedelta(seconds=1)


async def test_somebody_is_called_when_nobody_was_reached_in_five_minutes(store: Store) -> None:
    await resident(store, "reader", "housing")
    campaign = await planned(store)
    assert await _alarm_after(store, campaign, ALMOST) is None
    assert await _alarm_after(store, campaign, PAST) is Unconfirmed.unreached
    assert (await reloaded(campaign)).alarmed_at


async def test_somebody_is_called_when_the_second_person_does_not_come(store: Store) -> None:
    await resident(store, "phones", "housing", devices=3)
    campaign = await planned(store, TWO_PEOPLE)
    assert await _alarm_after(store, campaign, ALMOST) is None
    assert await _alarm_after(store, campaign, PAST) is Unconfirmed.unapproved
    await approve(store, about(campaign, ApproveCampaign))
    assert await _alarm_after(store, campaign, PAST + ALMOST) is None  # it counts from the approval now
    assert (await reloaded(campaign)).alarmed_at is None


async def test_what_is_scheduled_is_late_five_minutes_after_its_hour(store: Store) -> None:
    await resident(store, "reader", "housing")
    campaign = await planned(store)
    hour = timedelta(hours=1)
    await schedule(store, about(campaign, ScheduleCampaign, not_before=utc_now() + hour))
    assert await _alarm_after(store, campaign, hour + ALMOST) is None
    assert await _alarm_after(store, campaign, hour + PAST) is Unconfirmed.unreached
    await push_all(store, Phones())
    assert (await reloaded(campaign)).counts.handed == 1


async def test_a_pause_before_anybody_was_reached_is_called_out_and_one_later_is_not(store: Store) -> None:
    await resident(store, "reader", "housing")
    held = await planned(store)
    await pause(store, about(held, PauseCampaign))
    assert await _alarm_after(store, held, PAST) is Unconfirmed.held
    await resume(store, about(held, ResumeCampaign, version=2))
    await push_all(store, Phones())
    await sweep(store)
    assert (await reloaded(held)).finished_at


async def test_somebody_is_called_when_a_publication_has_no_campaign_at_all(store: Store) -> None:
    for number, minutes in enumerate((1, 6, 60 * 25)):
        release = await published(title=f"第 {number} 号通知")
        release.published_at = release.updated_at = utc_now() - timedelta(minutes=minutes)
        await release.save()
    news = await published(ReleaseKind.news)
    news.published_at = news.updated_at = utc_now() - timedelta(minutes=6)
    await news.save()
    (forgotten,) = await watch(store)
    await announce(store, forgotten)
    assert await watch(store) == []


async def test_a_policy_announced_by_several_at_once_has_one_campaign(store: Store) -> None:
    policy = await published()
    made = await asyncio.gather(*(announce(store, policy.id) for _ in range(5)))
    assert len({campaign.id for campaign in made if campaign}) == await Campaign.count() == 1


async def test_the_sweeper_closes_what_a_dead_pusher_left_open(store: Store, monkeypatch) -> None:
    await resident(store, "reader", "housing")
    campaign = await planned(store)
    phones = Phones()

    async def died(*_: object) -> bool:
        return False

    with monkeypatch.context() as patch:
        patch.setattr("content_models.announcements.actions.record.finish_campaign", died)
        await push_all(store, phones)
    assert (await reloaded(campaign)).finished_at is None
    await sweep(store)
    assert (await reloaded(campaign)).balanced is True
