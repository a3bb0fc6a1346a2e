"""When to ask a source again. Polling slows down on errors and never stops (the best-known complaint about peers)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from content_models.sources.documents import DueBecause, Schedule

SLOWEST_RETRY = timedelta(hours=24)  # after however many failures
POLLS_PER_GAP = 24  # a column with an item a day is asked every hour
RHYTHM_OF = 20  # the newest dates of a list: what the column did years ago says nothing
RHYTHM_FROM = 4  # different dates; fewer make no rhythm
_JITTER = 0.2  # share of the pause by which sources added together drift apart
_DOUBLINGS = 12  # beyond that the cap has long been reached


class NextPoll(NamedTuple):
    at: datetime
    because: DueBecause


def next_poll(
    now: datetime,
    schedule: Schedule,
    *,
    spread: float,
    consecutive_failures: int = 0,
    rhythm: timedelta | None = None,
    backlog: bool = False,
    retry_after: timedelta | None = None,
) -> NextPoll:
    """When the next poll is due, and why then.

    `spread` in [0, 1) places it within ±10 % of the pause. `retry_after` is a lower bound; what is spread there is
    added, so that the sources of one host do not all come back at its first second.
    """
    pause, because = _pause(schedule, consecutive_failures, rhythm, backlog)
    at = now + pause * (1 - _JITTER / 2 + _JITTER * spread)
    if retry_after is not None and now + retry_after > at:
        return NextPoll(now + retry_after * (1 + _JITTER * spread), DueBecause.retry_after)
    return NextPoll(at, because)


def _pause(
    schedule: Schedule, consecutive_failures: int, rhythm: timedelta | None, backlog: bool
) -> tuple[timedelta, DueBecause]:
    """Errors double the schedule's interval up to a day, or to the interval itself if an editor chose a longer one."""
    if consecutive_failures:
        doubled = schedule.interval * 2.0 ** min(consecutive_failures, _DOUBLINGS)
        return min(doubled, max(SLOWEST_RETRY, schedule.interval)), DueBecause.failures
    if backlog:
        return schedule.interval, DueBecause.backlog
    if schedule.adaptive and rhythm is not None:
        return min(max(rhythm / POLLS_PER_GAP, schedule.shortest), schedule.longest), DueBecause.rhythm
    return schedule.interval, DueBecause.interval


def rhythm_of(dates: Iterable[datetime], now: datetime) -> timedelta | None:
    """The median pause between a column's newest items; None when too few dates tell.

    Items of one moment (or one day, where lists show no time) are one step of the rhythm. The median bears a notice
    from years ago that is pinned to the top, and one dated in the future.
    """
    newest = sorted({date for date in dates if date <= now}, reverse=True)[:RHYTHM_OF]
    if len(newest) < RHYTHM_FROM:
        return None
    pauses = sorted(later - earlier for later, earlier in pairwise(newest))
    return pauses[len(pauses) // 2]
