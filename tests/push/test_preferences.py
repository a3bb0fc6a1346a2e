"""What residents chose, as the pusher keeps it: digests, quiet hours, caps, and changes of mind before sending."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.take_digest import take_due_digests
from content_models.announcements.documents import CampaignState, Suppression
from content_models.announcements.limits import PushLimits
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind
from content_models.residents import repository as residents
from content_models.residents.actions.register_device import RegisterDevice, register_device
from content_models.residents.documents import InboxEntry, NoticeFrequency, Platform, QuietHours, Resident
from content_models.residents.inbox import repository as inboxes
from content_models.residents.repository import Retirement
from content_models.residents.rules import device_id
from push import pusher, window
from push.channels.apns import payload
from push.channels.channel import Action, Interruption, Outcome
from tests.content_models.announcements.support import LEADER, resident, token_of
from tests.push.phones import HANDED, Phones, planned, push_all, reloaded

NIGHT = datetime(2026, 3, 1, 15, tzinfo=UTC)  # Sunday, 23:00 in Shanghai
MORNING = datetime(2026, 3, 1, 23, 1, tzinfo=UTC)  # Monday, 7:01
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DEFAULT_QUIET = QuietHours()


def at(store: Store, moment: datetime) -> None:
    store.now = lambda: moment


async def test_quiet_hours_hold_back_and_lose_nothing(store: Store) -> None:
    sleeper = await resident(store, "sleeps", "housing", quiet_hours=DEFAULT_QUIET)
    owl = await resident(store, "is awake", "housing")
    at(store, NIGHT)
    campaign, phones = await planned(store), Phones()
    await push_all(store, phones)
    assert phones.tokens == {token_of(owl)}
    assert (await reloaded(campaign)).state is CampaignState.sending
    assert await inboxes.unread_count(sleeper) == 1
    at(store, MORNING)
    await push_all(store, phones)
    ended = await reloaded(campaign)
    assert phones.tokens == {token_of(owl), token_of(sleeper)}
    assert (ended.balanced, ended.counts.handed, ended.counts.suppressed) == (True, 2, 0)


async def test_an_emergency_wakes_people(store: Store) -> None:
    sleeper = await resident(store, "sleeps", quiet_hours=DEFAULT_QUIET, frequency=NoticeFrequency.weekly)
    at(store, NIGHT)
    await planned(store, kind=ReleaseKind.emergency)
    phones = Phones()
    await push_all(store, phones)
    assert phones.tokens == {token_of(sleeper)}


async def test_a_mind_changed_between_planning_and_sending_counts(store: Store) -> None:
    names = ("unfollows", "goes silent", "leaves", "stays")
    who = {name: await resident(store, name, "housing") for name in names}
    campaign = await planned(store)
    (follow,) = await residents.follows_of(who["unfollows"])
    await residents.delete_follow(follow)
    silent = await Resident.get(who["goes silent"])
    assert silent
    silent.preferences = silent.preferences.model_copy(update={"frequency": NoticeFrequency.off})
    await silent.save()
    left = await Resident.get(who["leaves"])
    assert left
    left.deleted_at = store.now()
    await left.save()
    phones = Phones()
    await push_all(store, phones)
    assert phones.tokens == {token_of(who["stays"])}
    counts = (await reloaded(campaign)).counts
    assert counts.suppressions == {Suppression.unfollowed: 1, Suppression.off: 1, Suppression.gone: 1}
    assert (counts.settled, counts.handed) == (counts.audience, 1)


async def test_a_phone_that_changed_hands_or_was_given_up_since_is_not_told(store: Store) -> None:
    sold, kept = await resident(store, "sells the phone", "housing"), await resident(store, "keeps it", "housing")
    dead = await resident(store, "lost it", "housing")
    campaign = await planned(store)
    buyer = await resident(store, "bought it", devices=0)
    command = RegisterDevice(actor=LEADER, idempotency_key=new_id(), token=token_of(sold), resident_id=buyer)
    await register_device(store, command)
    await residents.retire([Retirement(device_id(Platform.ios, token_of(dead)), store.now(), "Unregistered")])
    phones = Phones()
    await push_all(store, phones)
    assert phones.tokens == {token_of(kept)}
    ended = await reloaded(campaign)
    assert (ended.balanced, ended.counts.suppressions) == (True, {Suppression.moved: 2})


async def test_waiting_for_many_mornings_uses_up_no_attempt(store: Store, monkeypatch) -> None:
    """Each end of somebody's quiet hours is a lease; only leases that met a refusal count."""
    monkeypatch.setattr(window, "TRIES_AT_MOST", 2)
    monkeypatch.setattr(pusher, "ATTEMPTS_AFTER", ())
    for hour in range(1, 5):
        await resident(store, f"wakes at {hour}", "housing", quiet_hours=QuietHours(start=0, end=hour * 60))
    midnight, phones = datetime(2026, 3, 1, 16, tzinfo=UTC), Phones()
    at(store, midnight)
    campaign = await planned(store)
    for hour in range(5):
        at(store, midnight + timedelta(hours=hour, minutes=1))
        phones.outcome = HANDED if hour < 4 else Outcome(Action.retry, "TooManyRequests")
        await push_all(store, phones)
    _, counts = await campaigns.totals(campaign.id)
    assert (counts.handed, counts.failed) == (3, 0)
    at(store, midnight + timedelta(hours=5))
    await push_all(store, phones)
    assert (await reloaded(campaign)).counts.failures == {"TooManyRequests": 1}, "the second refusal is the last"


@pytest.mark.parametrize(
    ("kind", "interruption"),
    [(ReleaseKind.policy, Interruption.active), (ReleaseKind.emergency, Interruption.time_sensitive)],
)
async def test_only_emergencies_break_through_a_phones_focus(store: Store, kind, interruption) -> None:
    token = token_of(await resident(store, "reader", "housing"))
    await planned(store, kind=kind)
    phones = Phones()
    await push_all(store, phones)
    (notice,) = phones.shown[token]
    assert notice.interruption is interruption
    assert json.loads(payload(notice))["aps"]["interruption-level"] == interruption.value


async def test_more_than_enough_of_one_class_in_one_day_only_fills_the_inbox(store: Store) -> None:
    reader = await resident(store, "reader", "housing")
    limits, phones = PushLimits(daily_cap=2), Phones()
    made = []
    for minutes in range(3):
        at(store, NOON + timedelta(minutes=minutes))
        made.append(await planned(store))
    alert = await planned(store, kind=ReleaseKind.service_alert)
    await push_all(store, phones, limits)
    assert len(phones.shown[token_of(reader)]) == 3
    assert (await reloaded(made[2])).counts.suppressions == {Suppression.capped: 1}
    assert (await reloaded(alert)).counts.handed == 1
    assert await inboxes.unread_count(reader) == 4
    at(store, NOON + timedelta(days=1))
    await planned(store)
    await push_all(store, phones, limits)
    assert len(phones.shown[token_of(reader)]) == 4


async def test_a_digest_takes_each_item_once_and_never_misses_a_late_one(store: Store) -> None:
    daily = await resident(store, "daily", "housing", frequency=NoticeFrequency.daily)
    await resident(store, "weekly", "housing", frequency=NoticeFrequency.weekly)
    phones = Phones()
    at(store, NOON)
    first = await planned(store)
    await push_all(store, phones)
    assert (phones.tokens, (await reloaded(first)).counts.suppressions) == (set(), {Suppression.gathered: 2})
    at(store, NOON + timedelta(hours=20))  # 8:00, before the hour of digests
    late = await planned(store)
    assert await take_due_digests(store) == []
    at(store, NOON + timedelta(hours=20, minutes=31))
    for _ in range(2):
        (digest,) = await take_due_digests(store)
    await push_all(store, phones)  # only now is the late campaign worked on: it is in no digest of today
    assert phones.tokens == {token_of(daily)}
    assert (await reloaded(digest)).counts.handed == 1
    at(store, NOON + timedelta(hours=44, minutes=31))
    (next_digest,) = await take_due_digests(store)
    await push_all(store, phones)
    taken = {entry.release_id: entry.digest_id for entry in await InboxEntry.find_all().to_list() if entry.digest_id}
    assert taken == {first.release_id: digest.id, late.release_id: next_digest.id}
    assert len(phones.shown[token_of(daily)]) == 2


async def test_a_weekly_digest_comes_on_saturday_with_the_whole_week(store: Store) -> None:
    weekly = await resident(store, "weekly", "housing", frequency=NoticeFrequency.weekly)
    phones = Phones()
    for days in range(3):
        at(store, NOON + timedelta(days=days))
        await planned(store)
        await push_all(store, phones)
        await take_due_digests(store)
    assert phones.tokens == set()
    at(store, NOON + timedelta(days=5))
    await take_due_digests(store)
    await push_all(store, phones)
    (notice,) = phones.shown[token_of(weekly)]
    assert (notice.title, notice.release_id) == ("本周汇总", "")
    assert len({entry.digest_id for entry in await InboxEntry.find_all().to_list()}) == 1


async def test_outside_production_only_listed_devices_are_sent_to(store: Store) -> None:
    tester = await resident(store, "tester", "housing")
    await resident(store, "resident", "housing")
    campaign, phones = await planned(store), Phones()
    await push_all(store, phones, PushLimits(only_to=frozenset({token_of(tester)})))
    assert phones.tokens == {token_of(tester)}
    assert (await reloaded(campaign)).counts.suppressions == {Suppression.unlisted: 1}
