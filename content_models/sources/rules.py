"""When to ask a source again. Polling slows down on errors and never stops (the best-known complaint about peers)."""

from datetime import datetime, timedelta

from content_models.sources.documents import Schedule

LONGEST_PAUSE = timedelta(hours=24)
_JITTER = 0.2  # share of the pause by which sources added together drift apart
_DOUBLINGS = 12  # beyond that the cap has long been reached


def next_due(now: datetime, schedule: Schedule, consecutive_failures: int, spread: float) -> datetime:
    """When the next poll is due.

    The pause is the schedule's interval, doubled for every failure in a row, at most a day (or the interval
    itself, if an editor chose a longer one). `spread` in [0, 1) places it within ±10 % of that.
    """
    pause = schedule.interval * 2.0 ** min(consecutive_failures, _DOUBLINGS)
    capped = min(pause, max(LONGEST_PAUSE, schedule.interval))
    return now + capped * (1 - _JITTER / 2 + _JITTER * spread)
