"""来源预警: which alarms stand after a poll, decided from that poll and earlier ones. Pure.

A rule gives a Finding (the alarm stands, and why), None (it does not), or says nothing when the poll proves neither:
an unchanged list (304) tells nothing of titles, and what stood goes on standing.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from content_models.sources.documents import AlarmKind, AlarmLevel, FetchOutcome, FetchRecord, Health, Source
from content_models.sources.duties import duty_of

FAILURES = 3  # in a row; fewer are everyday life
FAILURES_RED = 10
WINDOW = 10  # lists read: a new look or an older date that has held for so long is the new normal
BACKWARDS = timedelta(days=1)  # lists without times move by hours for reasons of their own
ARTICLES = 3  # pages needed to speak of bodies: one picture story is no redesign
THIN_CHARS = 120
THIN_SHARE = 5  # a fifth of what was usual
EMPTY_LISTING = "EMPTY_LISTING"  # the error code of a list without rows


class Finding(NamedTuple):
    level: AlarmLevel
    evidence: str


class Evidence(NamedTuple):
    """`poll` is the one just done, `lists` earlier polls whose list was read (rows > 0), newest first."""

    source: Source
    health: Health
    poll: FetchRecord
    lists: Sequence[FetchRecord]
    now: datetime


Findings = dict[AlarmKind, Finding | None]


def alarms_after(
    source: Source, health: Health, poll: FetchRecord, lists: Sequence[FetchRecord], now: datetime
) -> Findings:
    """What the poll says of each kind of alarm; a kind that is absent stays as it was."""
    if poll.outcome is FetchOutcome.held_back:
        return {}
    seen = Evidence(source, health, poll, lists, now)
    rules = _ALWAYS if not poll.rows else _ALWAYS | _WITH_ROWS
    findings = {kind: rule(seen) for kind, rule in rules.items()}
    if poll.outcome is FetchOutcome.failed and not _is_empty(poll):
        del findings[AlarmKind.no_rows]  # not reached, so nothing is known of its rows
    if poll.rows and _bodies(seen) is None:
        del findings[AlarmKind.thin_bodies]
    return findings


def silence_of(source: Source, health: Health, now: datetime) -> Finding | None:
    """Counted from the newest date in the list; from our last news where there are no dates, or no list."""
    last = health.newest_item_at or health.last_news_at
    if last is None:
        return None
    duty, silence = duty_of(source), now - last
    if silence <= duty.amber:
        return None
    level = AlarmLevel.red if silence > duty.red else AlarmLevel.amber
    return Finding(level, f"最近一条发布于 {silence.days} 天前，本栏目应在 {duty.amber.days} 天内更新。")


def _silent(seen: Evidence) -> Finding | None:
    return silence_of(seen.source, seen.health, seen.now)


def _failing(seen: Evidence) -> Finding | None:
    count = seen.health.consecutive_failures
    if count < FAILURES:
        return None
    reason = seen.poll.error.message if seen.poll.error else ""
    return Finding(AlarmLevel.red if count >= FAILURES_RED else AlarmLevel.amber, f"已连续失败 {count} 次。{reason}")


def _no_rows(seen: Evidence) -> Finding | None:
    return Finding(AlarmLevel.red, "列表页能打开，但没有任何条目。") if _is_empty(seen.poll) else None


def _no_titles(seen: Evidence) -> Finding | None:
    rows, untitled = seen.poll.rows, seen.poll.untitled
    if untitled * 2 < rows or not untitled:
        return None
    return Finding(AlarmLevel.red, f"列表的 {rows} 条里有 {untitled} 条没有标题。")


def _new_shape(seen: Evidence) -> Finding | None:
    """None of the address patterns of this list was there in the oldest list of the window."""
    before = next((list_.shapes for list_ in reversed(seen.lists[:WINDOW]) if list_.shapes), [])
    if not before or not seen.poll.shapes or set(before) & set(seen.poll.shapes):
        return None
    return Finding(AlarmLevel.amber, f"条目网址由 {before[0]} 变为 {seen.poll.shapes[0]}，栏目可能换了系统或改了版。")


def _going_back(seen: Evidence) -> Finding | None:
    before = max((list_.newest_at for list_ in seen.lists[:WINDOW] if list_.newest_at), default=None)
    newest = seen.poll.newest_at
    if before is None or newest is None or before - newest <= BACKWARDS:
        return None
    return Finding(AlarmLevel.amber, f"列表最新日期由 {before:%Y-%m-%d} 退到 {newest:%Y-%m-%d}。")


def _thin_bodies(seen: Evidence) -> Finding | None:
    bodies = _bodies(seen)
    if bodies is None:
        return None
    recent, usual = bodies
    if recent > THIN_CHARS or recent * THIN_SHARE >= usual:
        return None
    return Finding(AlarmLevel.red, f"最近读到的正文约 {recent} 字，此前通常约 {usual} 字。")


def _bodies(seen: Evidence) -> tuple[int, int] | None:
    """Typical length of recent bodies, and of those before; None when too few pages were read to tell."""
    read = [record for record in (seen.poll, *seen.lists) if record.body_chars is not None]
    pages_so_far = accumulate(record.articles for record in read)
    recent = next((count for count, pages in enumerate(pages_so_far, 1) if pages >= ARTICLES), None)
    if recent is None or recent == len(read) or seen.poll.body_chars is None:
        return None
    return _typical(read[:recent]), _typical(read[recent : recent + WINDOW])


def _typical(records: Sequence[FetchRecord]) -> int:
    """The median body, each record counting by its pages."""
    lengths = sorted(length for record in records for length in [record.body_chars or 0] * max(record.articles, 1))
    return lengths[len(lengths) // 2]


def _is_empty(poll: FetchRecord) -> bool:
    return poll.error is not None and poll.error.code == EMPTY_LISTING


Rule = Callable[[Evidence], Finding | None]

_ALWAYS: dict[AlarmKind, Rule] = {
    AlarmKind.silent: _silent,
    AlarmKind.failing: _failing,
    AlarmKind.no_rows: _no_rows,
}
_WITH_ROWS: dict[AlarmKind, Rule] = {
    AlarmKind.no_titles: _no_titles,
    AlarmKind.new_shape: _new_shape,
    AlarmKind.going_back: _going_back,
    AlarmKind.thin_bodies: _thin_bodies,
}
