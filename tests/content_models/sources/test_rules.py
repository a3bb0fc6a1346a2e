"""Polling slows down on errors, never beyond a day, and never stops."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.sources.documents import Schedule
from content_models.sources.rules import next_due

NOW = datetime(2024, 5, 6, tzinfo=UTC)
HALF_HOUR = Schedule(interval=timedelta(minutes=30))


@pytest.mark.parametrize(
    ("failures", "pause"),
    [
        (0, timedelta(minutes=30)),
        (1, timedelta(hours=1)),
        (3, timedelta(hours=4)),
        (6, timedelta(hours=24)),
        (100_000, timedelta(hours=24)),
    ],
)
def test_the_pause_doubles_with_each_failure_up_to_a_day(failures: int, pause: timedelta) -> None:
    assert next_due(NOW, HALF_HOUR, failures, spread=0.5) == NOW + pause


@given(st.integers(min_value=0), st.floats(min_value=0, max_value=1, exclude_max=True))
def test_there_is_always_a_next_time_within_the_jitter(failures: int, spread: float) -> None:
    pause = next_due(NOW, HALF_HOUR, failures, spread) - NOW
    assert timedelta(minutes=27) <= pause <= timedelta(hours=26.4)


def test_an_interval_longer_than_a_day_is_respected() -> None:
    weekly = Schedule(interval=timedelta(days=7))
    assert next_due(NOW, weekly, 5, spread=0.5) == NOW + timedelta(days=7)
