"""The strip of a source's last polls: a drawing for the eye, and the same in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from content_models.sources.documents import FetchOutcome, PollMark
from content_models.sources.health import Condition, condition_of
from server.pages.labels import OUTCOME_NAMES
from server.pages.moments import minute

STEP = 5  # user units from bar to bar
TALL = 18
# Height tells as much as colour does: a failure stands out also in grey.
_BARS = {
    FetchOutcome.failed: ("bad", TALL),
    FetchOutcome.news: ("good", 13),
    FetchOutcome.nothing_new: ("idle", 8),
    FetchOutcome.not_modified: ("idle", 8),
    FetchOutcome.held_back: ("warn", 4),
}


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    height: int
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    bars: list[Bar]
    width: int
    height: int
    words: str  # 「最近 50 次：有新内容 3，未变化 45，失败 2」
    success: str
    p95: str
    not_modified: str


def strip_of(marks: Sequence[PollMark], unasked: str) -> Strip:
    """`unasked` are the words for a source without polls."""
    condition = condition_of(marks)
    return Strip(
        bars=[_bar(place, mark) for place, mark in enumerate(marks)],
        width=max(len(marks), 1) * STEP,
        height=TALL,
        words=_words(marks) or unasked,
        success=_percent(condition.success),
        p95=_milliseconds(condition),
        not_modified=_percent(condition.not_modified),
    )


def _bar(place: int, mark: PollMark) -> Bar:
    tone, height = _BARS[mark.outcome]
    title = f"{minute(mark.at)} {OUTCOME_NAMES[mark.outcome]}，{mark.milliseconds} 毫秒"
    return Bar(place * STEP, TALL - height, height, tone, title)


def _words(marks: Sequence[PollMark]) -> str:
    if not marks:
        return ""
    counts = Counter(mark.outcome for mark in marks)
    parts = [f"{OUTCOME_NAMES[outcome]} {counts[outcome]}" for outcome in FetchOutcome if counts[outcome]]
    return f"最近 {len(marks)} 次：{'，'.join(parts)}"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.0%}"


def _milliseconds(condition: Condition) -> str:
    return "—" if condition.p95 is None else f"{condition.p95} 毫秒"
