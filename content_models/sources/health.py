"""健康: what a source's last polls say together. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from content_models.sources.documents import FetchOutcome, FetchRecord, PollMark

STRIP = 50  # polls


class Condition(NamedTuple):
    """Shares from 0 to 1, None when no poll tells. `p95` in milliseconds, of polls that were answered."""

    polls: int
    success: float | None
    p95: int | None
    not_modified: float | None


def condition_of(marks: Sequence[PollMark]) -> Condition:
    """Polls that asked nobody (held back) say nothing of the source."""
    asked = [mark for mark in marks if mark.outcome is not FetchOutcome.held_back]
    answered = [mark for mark in asked if mark.outcome is not FetchOutcome.failed]
    unchanged = sum(mark.outcome is FetchOutcome.not_modified for mark in answered)
    return Condition(
        polls=len(asked),
        success=len(answered) / len(asked) if asked else None,
        p95=_p95([mark.milliseconds for mark in answered]),
        not_modified=unchanged / len(answered) if answered else None,
    )


def with_poll(recent: Sequence[PollMark], record: FetchRecord) -> list[PollMark]:
    """The marks after one more poll: the last STRIP of them, oldest first."""
    mark = PollMark(at=record.at, outcome=record.outcome, milliseconds=record.milliseconds)
    return [*recent, mark][-STRIP:]


def _p95(milliseconds: Sequence[int]) -> int | None:
    """By the nearest-rank method."""
    if not milliseconds:
        return None
    ranked = sorted(milliseconds)
    return ranked[-(-len(ranked) * 95 // 100) - 1]
