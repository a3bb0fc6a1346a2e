"""One poll of one source, in the order of its calls:

    list → rows to read → pages → normalise → receive → group → record

A list that fails leaves everything stored as it is and is asked again later; an article that fails is named in the
record and the others go on.
"""

import secrets
import time
from collections.abc import Sequence
from datetime import datetime

from aggregators.errors import SourceFailed
from aggregators.families import family_of
from aggregators.fetch import Fetcher
from aggregators.listing import read_listing
from aggregators.reading import Arrived, Outcome, Unmodified, Unread, pages_to_read_again, read_pages, rows_to_read
from content_models.intake import repository as intake
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import Received, receive
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchError, FetchOutcome, FetchRecord, Health, Source, Validators
from content_models.sources.rules import next_due

MAX_ARTICLES = 50  # a poll; the rest of a long list follows with the next ones


async def poll_source(
    store: Store, fetcher: Fetcher, source: Source, *, max_articles: int = MAX_ARTICLES
) -> FetchRecord:
    """Ask `source` for news, take in what is new or changed, and record how it went.

    What fails at the source is in the record, not raised. Raises FamilyNotPolled for a source that sends by itself.
    """
    family_of(source.family)
    record = FetchRecord(source_id=source.id, at=store.now(), outcome=FetchOutcome.nothing_new)
    validators, started = source.validators, time.monotonic()
    try:
        validators = await _poll(store, fetcher, source, record, max_articles)
    except SourceFailed as failure:
        record.outcome, record.error = FetchOutcome.failed, _noted(failure, store.now())
        record.status = failure.details.get("status")
    record.milliseconds = int((time.monotonic() - started) * 1000)
    await _keep(source, record, validators, store.now())
    return record


async def _poll(store: Store, fetcher: Fetcher, source: Source, record: FetchRecord, max_articles: int) -> Validators:
    """Fill `record`; the answer is what to ask the list with next time."""
    listing = await read_listing(fetcher, source)
    known = await intake.by_key(source.id, [row.key for row in listing.rows])
    changed_rows = rows_to_read(listing.rows, known)
    wanted = changed_rows[-max_articles:]  # the oldest first: the rest is still ahead of what we know next time
    wanted += await pages_to_read_again(store, source, beside=changed_rows)
    pages = await read_pages(store, fetcher, source, wanted)
    received = await _take_in(store, source, pages)
    record.status, record.rows = listing.status, len(listing.rows)
    record.new, record.changed = received.new, received.changed
    record.item_errors = [_noted(page.failure, store.now()) for page in pages if isinstance(page, Unread)]
    if received.item_ids:
        record.outcome = FetchOutcome.news
    elif listing.not_modified:
        record.outcome = FetchOutcome.not_modified
    is_complete = len(changed_rows) <= max_articles and not record.item_errors
    return listing.validators if is_complete else Validators()  # else the next poll must see the list again


async def _take_in(store: Store, source: Source, pages: Sequence[Outcome]) -> Received:
    received = await receive(store, source, [page.incoming for page in pages if isinstance(page, Arrived)])
    await intake.record_readings({page.item_id: page.reading for page in pages if isinstance(page, Unmodified)})
    await group_new_items(store, received.item_ids)
    return received


async def _keep(source: Source, record: FetchRecord, validators: Validators, now: datetime) -> None:
    health = _health(source.health, record, now)
    spread = secrets.randbelow(1000) / 1000
    due = next_due(now, source.schedule, health.consecutive_failures, spread)
    await sources.record_fetch(record, health=health, validators=validators, next_due_at=due)


def _health(before: Health, record: FetchRecord, now: datetime) -> Health:
    """Asked, answered and had news are three times of their own: a quiet source shows in the third."""
    failed = record.outcome is FetchOutcome.failed
    return Health(
        last_asked_at=record.at,
        last_answered_at=before.last_answered_at if failed else now,
        last_news_at=now if record.outcome is FetchOutcome.news else before.last_news_at,
        consecutive_failures=before.consecutive_failures + 1 if failed else 0,
        last_error=record.error or next(iter(record.item_errors), None),
    )


def _noted(failure: SourceFailed, at: datetime) -> FetchError:
    return FetchError(code=failure.code, message=failure.message, at=at, subject=failure.details.get("url"))
