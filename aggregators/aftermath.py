"""What follows from a poll: health, the next one, a move, alarms. The rules are the domain's; this is their order."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.actions.settle_alarms import settle_alarms
from content_models.sources.alarms import alarms_after
from content_models.sources.documents import FetchOutcome, FetchRecord, Health, Source, Validators
from content_models.sources.health import with_poll
from content_models.sources.moves import is_settled, seen_at
from content_models.sources.rules import next_poll, rhythm_of


@dataclass(slots=True)
class Course:
    """How a poll went. `dates` are those of the list's rows, `validators` what to ask the list with next time."""

    record: FetchRecord
    validators: Validators
    dates: Sequence[datetime] = field(default_factory=list)
    moved_to: str | None = None
    backlog: bool = False  # something the list shows is still to be read
    retry_after: timedelta | None = None
    pages_due_at: datetime | None = None  # when a known page is to be read again; None: look next time

    def wait(self, wanted: timedelta | None) -> None:
        """Somebody asked for patience; the longest wait counts."""
        if wanted is not None:
            self.retry_after = max(wanted, self.retry_after or timedelta(0))


async def keep(store: Store, source: Source, course: Course) -> None:
    """Write down the poll and everything that follows from it."""
    record, now = course.record, store.now()
    health = health_after(source.health, course, now)
    due = next_poll(
        now,
        source.schedule,
        spread=secrets.randbelow(1000) / 1000,
        consecutive_failures=0 if record.outcome is FetchOutcome.held_back else health.consecutive_failures,
        rhythm=health.rhythm,
        backlog=course.backlog,
        retry_after=course.retry_after,
    )
    has_list = record.outcome not in (FetchOutcome.failed, FetchOutcome.held_back)
    move = seen_at(source.url, course.moved_to, source.move, now) if has_list else source.move
    await sources.record_fetch(
        store,
        record,
        health=health,
        validators=course.validators,
        next_due_at=due.at,
        due_because=due.because,
        move=move,
        pages_due_at=course.pages_due_at,
    )
    if move is not None and is_settled(move):
        await sources.adopt_url(source, move.url, now)
    await _settle(store, source, health, record)


async def _settle(store: Store, source: Source, health: Health, record: FetchRecord) -> None:
    """Earlier lists are looked up only when there is a list to compare with them, and may be earlier ones."""
    was_asked = source.health.last_asked_at is not None
    lists = await sources.lists_before(record) if record.rows and was_asked else []
    await settle_alarms(store, source, alarms_after(source, health, record, lists, store.now()))


def health_after(before: Health, course: Course, now: datetime) -> Health:
    """Asked, answered and had news are three times of their own: a quiet source shows in the third."""
    record = course.record
    recent = with_poll(before.recent, record)
    if record.outcome is FetchOutcome.held_back:
        return before.model_copy(update={"recent": recent})
    failed = record.outcome is FetchOutcome.failed
    return Health(
        last_asked_at=record.at,
        last_answered_at=before.last_answered_at if failed else now,
        last_news_at=now if record.outcome is FetchOutcome.news else before.last_news_at,
        consecutive_failures=before.consecutive_failures + 1 if failed else 0,
        last_error=record.error or next(iter(record.item_errors), None),
        newest_item_at=record.newest_at or before.newest_item_at,
        rhythm=rhythm_of(course.dates, now) or before.rhythm,
        recent=recent,
    )
