"""Whether one resident is disturbed now, later or not at all: pure rules, at Shanghai's hours."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.announcements.audience import Known, quiet_until, start_of_day, verdict
from content_models.announcements.documents import Announcement, Campaign, Suppression
from content_models.announcements.limits import GOOD_FOR, PushLimits
from content_models.kit.clock import in_shanghai
from content_models.releases.documents import ReleaseKind
from content_models.residents.documents import (
    Consent,
    ConsentPurpose,
    InboxEntry,
    NoticeFrequency,
    Preferences,
    QuietHours,
    Resident,
)

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)  # 12:00 in Shanghai
MIDNIGHT = datetime(2026, 3, 1, 16, tzinfo=UTC)  # 0:00 in Shanghai
LIMITS = PushLimits(daily_cap=2)


def campaign(**fields) -> Campaign:
    given = {"id": "c", "release_id": "r", "title": "t", "body": "b", "collapse_id": "r", "channels": ["all"]}
    return Campaign(**given | {"created_at": NOON - timedelta(minutes=1)} | fields)


def known(told_before: int = 0, *, follows: bool = True, entry_of: str = "c", **preferences) -> Known:
    resident = Resident(id="p", created_at=NOON, preferences=Preferences(**preferences))
    entry = InboxEntry(resident_id="p", release_id="r", campaign_id=entry_of, title="t", at=NOON)
    return Known(resident, entry, follows, told_before)


@pytest.fixture(autouse=True)
def bound(store) -> None:
    """Beanie documents can be made only when they are bound to a store."""


def test_reasons_not_to_disturb() -> None:
    cases = {
        Suppression.off: known(frequency=NoticeFrequency.off),
        Suppression.gathered: known(frequency=NoticeFrequency.weekly),
        Suppression.unfollowed: known(follows=False),
        Suppression.superseded: known(entry_of="a later campaign"),
        Suppression.capped: known(told_before=2),
        Suppression.gone: Known(None, None, False, 0),
    }
    assert {why: verdict(campaign(), about, NOON, LIMITS) for why, about in cases.items()} == {
        why: why for why in cases
    }
    assert verdict(campaign(), known(told_before=1), NOON, LIMITS) is None


def test_a_no_to_notifications_stands_above_everything() -> None:
    about = known()
    assert about.resident
    about.resident.consents[ConsentPurpose.notifications] = Consent(granted=False, at=NOON, text_version="1")
    assert verdict(campaign(kind=ReleaseKind.emergency), about, NOON, LIMITS) is Suppression.refused


def test_an_emergency_waits_for_no_morning_no_digest_and_no_cap() -> None:
    alert = campaign(kind=ReleaseKind.emergency, created_at=MIDNIGHT)
    assert verdict(alert, known(told_before=9, frequency=NoticeFrequency.daily), MIDNIGHT, LIMITS) is None
    assert verdict(alert, known(frequency=NoticeFrequency.off), MIDNIGHT, LIMITS) is Suppression.off


def test_what_came_too_late_is_no_news_but_a_retraction_always_is() -> None:
    old = NOON - GOOD_FOR - timedelta(minutes=1)
    assert verdict(campaign(created_at=old), known(), NOON, LIMITS) is Suppression.expired
    taken_back = campaign(created_at=old, announcement=Announcement.withdrawal)
    assert verdict(taken_back, known(follows=False, entry_of="x"), NOON, LIMITS) is None


@pytest.mark.parametrize(
    ("hours", "local", "until"),
    [
        ((22 * 60, 7 * 60), "2026-03-01T21:59", None),
        ((22 * 60, 7 * 60), "2026-03-01T22:00", "2026-03-02T07:00"),
        ((22 * 60, 7 * 60), "2026-03-02T06:59", "2026-03-02T07:00"),
        ((22 * 60, 7 * 60), "2026-03-02T07:00", None),
        ((12 * 60, 14 * 60), "2026-02-28T13:00", "2026-02-28T14:00"),
        ((0, 0), "2026-03-02T00:00", None),
        ((60, 0), "2026-12-31T23:30", "2027-01-01T00:00"),
    ],
)
def test_quiet_hours_end_on_the_hour_in_shanghai(hours: tuple[int, int], local: str, until: str | None) -> None:
    now = datetime.fromisoformat(local + "+08:00").astimezone(UTC)
    end = quiet_until(QuietHours(start=hours[0], end=hours[1]), now)
    assert end == (datetime.fromisoformat(until + "+08:00") if until else None)


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(0, 10 * 24 * 3600))
def test_nobody_waits_longer_than_a_day_or_for_the_past(start: int, end: int, seconds: int) -> None:
    now = MIDNIGHT + timedelta(seconds=seconds)
    until = quiet_until(QuietHours(start=start, end=end), now)
    assert until is None or timedelta() < until - now <= timedelta(days=1)
    assert until is None or quiet_until(QuietHours(start=start, end=end), until) is None


def test_a_day_begins_at_midnight_in_shanghai() -> None:
    assert start_of_day(MIDNIGHT) == MIDNIGHT
    assert in_shanghai(start_of_day(NOON)).hour == 0
