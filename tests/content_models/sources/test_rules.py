"""Polling follows the column's rhythm, slows down on errors, does what the site asks, and never stops."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.sources.documents import DueBecause, Schedule
from content_models.sources.rules import next_poll, rhythm_of

NOW = datetime(2024, 5, 6, tzinfo=UTC)
HALF_HOUR = Schedule(interval=timedelta(minutes=30))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("failures", "pause"),
    [
        (1, timedelta(hours=1)),
        (3, timedelta(hours=4)),
        (6, timedelta(hours=24)),
        (100_000, timedelta(hours=24)),
    ],
)
def test_the_pause_doubles_with_each_failure_up_to_a_day(failures: int, pause: timedelta) -> None:
    poll = next_poll(NOW, HALF_HOUR, spread=0.5, consecutive_failures=failures, rhythm=DAY)
    assert poll == (NOW + pause, DueBecause.failures)


def test_an_interval_longer_than_a_day_is_respected() -> None:
    weekly = Schedule(interval=timedelta(days=7))
    assert next_poll(NOW, weekly, spread=0.5, consecutive_failures=5).at == NOW + timedelta(days=7)


@pytest.mark.parametrize(
    ("rhythm", "pause", "because"),
    [
        (None, timedelta(minutes=30), DueBecause.interval),
        (timedelta(minutes=1), timedelta(minutes=5), DueBecause.rhythm),
        (timedelta(hours=12), timedelta(minutes=30), DueBecause.rhythm),
        (timedelta(days=7), timedelta(hours=7), DueBecause.rhythm),
        (timedelta(days=400), timedelta(hours=24), DueBecause.rhythm),
    ],
)
def test_a_healthy_column_is_asked_in_its_own_rhythm(
    rhythm: timedelta | None, pause: timedelta, because: DueBecause
) -> None:
    assert next_poll(NOW, HALF_HOUR, spread=0.5, rhythm=rhythm) == (NOW + pause, because)


def test_a_fixed_schedule_stays_as_the_editor_set_it() -> None:
    fixed = Schedule(interval=timedelta(seconds=5), adaptive=False)
    assert next_poll(NOW, fixed, spread=0.5, rhythm=DAY) == (NOW + timedelta(seconds=5), DueBecause.interval)


def test_what_is_left_of_a_list_is_fetched_at_the_set_interval() -> None:
    poll = next_poll(NOW, HALF_HOUR, spread=0.5, rhythm=timedelta(days=30), backlog=True)
    assert poll == (NOW + timedelta(minutes=30), DueBecause.backlog)


def test_retry_after_is_a_lower_bound_and_no_more() -> None:
    longer = next_poll(NOW, HALF_HOUR, spread=0, consecutive_failures=1, retry_after=timedelta(hours=3))
    assert longer == (NOW + timedelta(hours=3), DueBecause.retry_after)
    shorter = next_poll(NOW, HALF_HOUR, spread=0.5, consecutive_failures=1, retry_after=timedelta(minutes=1))
    assert shorter == (NOW + timedelta(hours=1), DueBecause.failures)


@given(
    failures=st.integers(min_value=0),
    spread=st.floats(min_value=0, max_value=1, exclude_max=True),
    rhythm=st.none() | st.timedeltas(min_value=timedelta(0)),
    wait=st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=6)),
)
def test_there_is_always_a_next_time_never_before_the_wait_and_within_a_day(
    failures: int, spread: float, rhythm: timedelta | None, wait: timedelta | None
) -> None:
    poll = next_poll(NOW, HALF_HOUR, spread=spread, consecutive_failures=failures, rhythm=rhythm, retry_after=wait)
    assert timedelta(minutes=4.5) <= poll.at - NOW <= timedelta(hours=26.4)
    assert poll.at - NOW >= (wait or timedelta(0))


def days_ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("dates", "rhythm"),
    [
        ([], None),
        (days_ago(1, 2, 3), None),
        (days_ago(1, 1, 1, 1, 1, 2), None),
        (days_ago(1, 2, 3, 4), DAY),
        (days_ago(1, 1, 1, 2, 2, 3, 3, 4), DAY),
        (days_ago(1, 2, 3, 4, 3000), DAY),
        (days_ago(-400, 1, 2, 3, 4), DAY),
        (days_ago(0, 7, 14, 21, 28), timedelta(days=7)),
    ],
)
def test_the_rhythm_is_the_median_pause_between_different_dates(
    dates: list[datetime], rhythm: timedelta | None
) -> None:
    assert rhythm_of(dates, NOW) == rhythm


def test_what_a_column_did_years_ago_does_not_count() -> None:
    assert rhythm_of(days_ago(*range(1, 30), *range(1000, 3000, 100)), NOW) == DAY
