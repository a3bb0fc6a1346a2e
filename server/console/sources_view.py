"""What the source screens show. Asked, answered and had news are three different times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content_models.sources.documents import (
    FetchOutcome,
    FetchRecord,
    Schedule,
    Source,
    SourceAlarm,
    SourceFamily,
    SourceState,
)
from content_models.sources.moves import SIGHTINGS_TO_MOVE
from server.console.source_alarms import AlarmLine, alarm_lines
from server.console.source_form import pause_words
from server.console.status_strip import Strip, strip_of
from server.pages.labels import AUTHORITY_NAMES, DUE_NAMES, FAMILY_NAMES, OUTCOME_NAMES, SOURCE_STATE_NAMES
from server.pages.moments import age, ahead, minute

OUTCOME_TONES = {
    FetchOutcome.news: "good",
    FetchOutcome.nothing_new: "idle",
    FetchOutcome.not_modified: "idle",
    FetchOutcome.failed: "bad",
    FetchOutcome.held_back: "warn",
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    id: str
    name: str
    url: str
    family: str
    authority: str
    column: str
    pace: str
    state: str
    tone: str  # good, warn, bad, idle: colours of the mark; `verdict` says the same in words
    verdict: str
    asked: str
    answered: str
    news: str
    next_due: str
    due_because: str
    alarms: list[AlarmLine]
    strip: Strip
    moving: str
    former_urls: list[str]
    failures: int
    error: str  # "" when an alarm already says it
    error_at: str


@dataclass(frozen=True, slots=True)
class FetchLine:
    at: str
    outcome: str
    tone: str
    status: str
    milliseconds: int
    rows: int
    new: int
    changed: int
    errors: list[str]


def line_of(source: Source, now: datetime, open_alarms: Sequence[SourceAlarm] = ()) -> SourceLine:
    health, error, sends = source.health, source.health.last_error, source.family is SourceFamily.push_in
    alarms = alarm_lines(open_alarms, now) if source.state is SourceState.active else []
    tone, verdict = _verdict(source, alarms)
    told = "".join(alarm.evidence for alarm in alarms)
    return SourceLine(
        id=source.id,
        name=source.name,
        url=source.url,
        family=FAMILY_NAMES[source.family],
        authority=AUTHORITY_NAMES[source.authority],
        column=source.column_name or "",
        pace="" if sends else _pace(source.schedule),
        state=SOURCE_STATE_NAMES[source.state],
        tone=tone,
        verdict=verdict,
        asked="不抓取" if sends else _ago(health.last_asked_at, now),
        answered=_ago(health.last_answered_at, now),
        news=_ago(health.last_news_at, now),
        next_due=_due(source, now),
        due_because=_due_because(source),
        alarms=alarms,
        strip=strip_of(health.recent, unasked="部门主动报送，不用抓取" if sends else "还没有抓取过"),
        moving=_moving(source),
        former_urls=[f"{former.url}（至 {minute(former.until)}）" for former in source.former_urls],
        failures=health.consecutive_failures,
        error=error.message if error and health.consecutive_failures and error.message not in told else "",
        error_at=age(error.at, now) if error else "",
    )


def fetch_of(record: FetchRecord) -> FetchLine:
    errors = [record.error.message] if record.error else []
    return FetchLine(
        at=minute(record.at),
        outcome=OUTCOME_NAMES[record.outcome],
        tone=OUTCOME_TONES[record.outcome],
        status=str(record.status or "—"),
        milliseconds=record.milliseconds,
        rows=record.rows,
        new=record.new,
        changed=record.changed,
        errors=errors + [error.message for error in record.item_errors],
    )


def _verdict(source: Source, alarms: Sequence[AlarmLine]) -> tuple[str, str]:
    """Tone and word: the worst that is known."""
    health = source.health
    if source.state is not SourceState.active:
        return "idle", SOURCE_STATE_NAMES[source.state]
    if health.consecutive_failures:
        return "bad", f"连续失败 {health.consecutive_failures} 次"
    if alarms:
        return alarms[0].tone, alarms[0].name
    return ("good", "正常") if health.last_answered_at else ("idle", "等待首次抓取")


def _pace(schedule: Schedule) -> str:
    return "按栏目节奏" if schedule.adaptive else f"每 {pause_words(schedule.interval)}"


def _due(source: Source, now: datetime) -> str:
    if source.state is not SourceState.active or source.family is SourceFamily.push_in:
        return "—"
    return ahead(source.next_due_at, now) if source.next_due_at else "现在"


def _due_because(source: Source) -> str:
    if source.state is not SourceState.active or source.due_because is None:
        return ""
    return DUE_NAMES[source.due_because]


def _moving(source: Source) -> str:
    if source.move is None:
        return ""
    seen = source.move.sightings
    if seen >= SIGHTINGS_TO_MOVE:
        return f"对方已永久迁到 {source.move.url}，但该网址已是另一个来源，请核对并关闭其中一个。"
    return f"对方网址永久跳转到 {source.move.url}，已见 {seen} 次，满 {SIGHTINGS_TO_MOVE} 次后自动改用新网址。"


def _ago(moment: datetime | None, now: datetime) -> str:
    return age(moment, now) if moment else "从未"
