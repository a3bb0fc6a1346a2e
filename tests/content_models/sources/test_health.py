"""What the last polls say together."""

from datetime import UTC, datetime

import pytest

from content_models.sources.documents import FetchOutcome, FetchRecord, PollMark
from content_models.sources.health import STRIP, Condition, condition_of, with_poll

NOW = datetime(2026, 11, 23, tzinfo=UTC)
NEWS, SAME, FAILED, HELD = (
    FetchOutcome.news,
    FetchOutcome.not_modified,
    FetchOutcome.failed,
    FetchOutcome.held_back,
)


def marks(*polls: tuple[FetchOutcome, int]) -> list[PollMark]:
    return [PollMark(at=NOW, outcome=outcome, milliseconds=took) for outcome, took in polls]


@pytest.mark.parametrize(
    ("polls", "condition"),
    [
        ([], Condition(0, None, None, None)),
        ([(HELD, 0)], Condition(0, None, None, None)),
        ([(FAILED, 20_000)], Condition(1, 0, None, None)),
        ([(NEWS, 100), (SAME, 10), (SAME, 20), (FAILED, 20_000)], Condition(4, 0.75, 100, 2 / 3)),
        ([(SAME, took) for took in range(1, 21)], Condition(20, 1, 19, 1)),
    ],
)
def test_shares_and_times_are_of_the_polls_that_were_made(
    polls: list[tuple[FetchOutcome, int]], condition: Condition
) -> None:
    assert condition_of(marks(*polls)) == condition


def test_only_the_last_polls_are_kept_in_short() -> None:
    recent: list[PollMark] = []
    for took in range(STRIP + 5):
        record = FetchRecord.model_construct(source_id="s", at=NOW, outcome=SAME, milliseconds=took)
        recent = with_poll(recent, record)
    assert [mark.milliseconds for mark in recent] == list(range(5, STRIP + 5))
