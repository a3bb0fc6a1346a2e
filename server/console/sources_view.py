"""What the source screens show. Asked, answered and had news are three different times."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from content_models.sources.documents import FetchOutcome, FetchRecord, Source, SourceState
from server.pages.labels import AUTHORITY_NAMES, FAMILY_NAMES, OUTCOME_NAMES, SOURCE_STATE_NAMES
from server.pages.moments import age, ahead, minute


@dataclass(frozen=True, slots=True)
class SourceLine:
    id: str
    name: str
    url: str
    family: str
    authority: str
    column: str
    interval: str
    state: str
    tone: str  # good, warn, bad, idle: colours of the mark; `verdict` says the same in words
    verdict: str
    asked: str
    answered: str
    news: str
    next_due: str
    failures: int
    error: str
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


def line_of(source: Source, now: datetime) -> SourceLine:
    health, error = source.health, source.health.last_error
    tone, verdict = _verdict(source, now)
    return SourceLine(
        id=source.id,
        name=source.name,
        url=source.url,
        family=FAMILY_NAMES[source.family],
        authority=AUTHORITY_NAMES[source.authority],
        column=source.column_name or "",
        interval=_every(source.schedule.interval),
        state=SOURCE_STATE_NAMES[source.state],
        tone=tone,
        verdict=verdict,
        asked=_ago(health.last_asked_at, now),
        answered=_ago(health.last_answered_at, now),
        news=_ago(health.last_news_at, now),
        next_due=_due(source, now),
        failures=health.consecutive_failures,
        error=error.message if error and health.consecutive_failures else "",
        error_at=age(error.at, now) if error else "",
    )


def fetch_of(record: FetchRecord) -> FetchLine:
    failed = record.outcome is FetchOutcome.failed
    errors = [record.error.message] if record.error else []
    return FetchLine(
        at=minute(record.at),
        outcome=OUTCOME_NAMES[record.outcome],
        tone="bad" if failed else "good" if record.outcome is FetchOutcome.news else "idle",
        status=str(record.status or "—"),
        milliseconds=record.milliseconds,
        rows=record.rows,
        new=record.new,
        changed=record.changed,
        errors=errors + [error.message for error in record.item_errors],
    )


def _verdict(source: Source, now: datetime) -> tuple[str, str]:
    """Tone and word. Quiet counts from the last news, not from the last answer."""
    health = source.health
    if source.state is not SourceState.active:
        return "idle", SOURCE_STATE_NAMES[source.state]
    if health.consecutive_failures:
        return "bad", f"连续失败 {health.consecutive_failures} 次"
    if _quiet(source, now):
        return "warn", f"超过 {source.duties.days} 天未更新"
    return ("good", "正常") if health.last_answered_at else ("idle", "等待首次抓取")


def _quiet(source: Source, now: datetime) -> bool:
    news, days = source.health.last_news_at, source.duties.days
    return news is not None and days is not None and now - news > timedelta(days=days)


def _every(pause: timedelta) -> str:
    if pause < timedelta(minutes=1):
        return f"每 {pause // timedelta(seconds=1)} 秒"
    return f"每 {pause // timedelta(minutes=1)} 分钟"


def _due(source: Source, now: datetime) -> str:
    if source.state is not SourceState.active:
        return "—"
    return ahead(source.next_due_at, now) if source.next_due_at else "现在"


def _ago(moment: datetime | None, now: datetime) -> str:
    return age(moment, now) if moment else "从未"
