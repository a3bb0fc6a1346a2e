"""One poll of one source, in the order of its calls:

    list → rows to read → pages → normalise → receive → group → what is gone → attachments → record and what follows

A list that fails leaves everything stored as it is and is asked again later; an article that fails is named in the
record and the others go on.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from aggregators.aftermath import Course, keep
from aggregators.attachments.fetching import fetch_attachments
from aggregators.errors import SourceBusy, SourceFailed, SourceGone, SourceHeldBack
from aggregators.evidence import dates_of, note_list, note_pages, note_titles
from aggregators.families import family_of
from aggregators.fetch import Fetcher
from aggregators.listing import ListRead, read_listing
from aggregators.reading import (
    REREAD_AMONG,
    Arrived,
    Outcome,
    Unmodified,
    Unread,
    Wanted,
    next_turn,
    pages_to_read_again,
    read_pages,
    rows_to_read,
)
from content_models.intake import repository as intake
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.note_presence import note_presence
from content_models.intake.actions.receive import Received, receive
from content_models.intake.documents import IntakeItem
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchError, FetchOutcome, FetchRecord, Source, Validators

RECENT_POLLS = 10
MAX_ARTICLES = 50  # a poll; the rest of a long list follows with the next ones


async def poll_source(
    store: Store, fetcher: Fetcher, source: Source, *, max_articles: int = MAX_ARTICLES
) -> FetchRecord:
    """Ask `source` for news, take in what is new or changed, and record how it went.

    What fails at the source is in the record, not raised. Raises FamilyNotPolled for a source that sends by itself.
    """
    family_of(source.family)
    record = FetchRecord(source_id=source.id, at=store.now(), outcome=FetchOutcome.nothing_new)
    course, started = Course(record, source.validators), time.monotonic()
    try:
        await _poll(store, fetcher, source, course, max_articles)
    except SourceFailed as failure:
        _note_failure(course, failure, store.now())
    record.milliseconds = int((time.monotonic() - started) * 1000)
    await keep(store, source, course)
    return record


async def _poll(store: Store, fetcher: Fetcher, source: Source, course: Course, max_articles: int) -> None:
    """Fill `course` and its record."""
    listing = await read_listing(fetcher, source)
    _note_listing(course, listing, store.now())
    known = listing.known
    changed_rows = rows_to_read(listing.rows, known)
    wanted = await _turns(source, changed_rows, max_articles)
    looks_back = bool(changed_rows) or _may_look_back(source, store.now())
    has_items = _has_items(source, known)
    newest = await intake.newest_of(source.id, REREAD_AMONG) if looks_back and has_items else []
    wanted += await pages_to_read_again(store, newest, beside=changed_rows)
    pages = await read_pages(store, fetcher, source, wanted)
    again = {one.known.item_key: one.known for one in wanted if one.known}
    received = await _take_in(store, source, pages, again | known)
    record = course.record
    record.new, record.changed = received.new, received.changed
    record.gone = await _note_presence(store, known, wanted, pages)
    note_titles(record, listing.rows, known, pages)
    _note_pages(course, pages, store.now())
    if received.item_ids:
        record.outcome = FetchOutcome.news
    elif listing.not_modified:
        record.outcome = FetchOutcome.not_modified
    is_partial = len(changed_rows) > max_articles or bool(record.item_errors)
    course.validators = Validators() if is_partial else listing.validators  # else the list would say 「unchanged」
    arrived = _with_files(source, pages, received)
    files_left = await _fetch_attachments(store, fetcher, source, course, arrived, newest)
    course.backlog = is_partial or files_left
    if not wanted and not course.backlog:
        course.pages_due_at = next_turn(newest, store.now()) if looks_back else source.pages_due_at


def _has_items(source: Source, known: Mapping[str, IntakeItem]) -> bool:
    """Before its first poll a source has none, unless one was cut short: then it knows rows of the list."""
    return source.health.last_asked_at is not None or bool(known)


def _may_look_back(source: Source, now: datetime) -> bool:
    """Most lists answer that nothing has changed: known pages are looked up only when one of them may be due."""
    return source.pages_due_at is None or source.pages_due_at <= now


async def _turns(source: Source, rows: Sequence[Wanted], places: int) -> list[Wanted]:
    """The oldest rows first: newer ones are still ahead of what we know next time.

    Rows whose page failed in recent polls wait behind those that failed less, so that dead pages starve nobody.
    """
    if len(rows) <= places:
        return list(rows)
    recent = await sources.history(source.id, limit=RECENT_POLLS)
    failures = Counter(error.subject for record in recent for error in record.item_errors)
    oldest_first = rows[::-1]
    turns = sorted(oldest_first, key=lambda one: failures[one.row.url])[:places]
    return turns[::-1]  # received in the order of the list, newest first


async def _take_in(store: Store, source: Source, pages: Sequence[Outcome], known: Mapping[str, IntakeItem]) -> Received:
    received = await receive(store, source, [page.incoming for page in pages if isinstance(page, Arrived)], known)
    await intake.record_readings({page.item_id: page.reading for page in pages if isinstance(page, Unmodified)})
    await group_new_items(store, received.item_ids)
    return received


def _with_files(source: Source, pages: Sequence[Outcome], received: Received) -> list[str]:
    """Ids of what has just been stored and has files to be fetched; most have none."""
    readings = {
        intake.item_id(source.id, page.incoming.item_key): page.incoming.reading
        for page in pages
        if isinstance(page, Arrived)
    }
    return [key for key in received.item_ids if (reading := readings[key]) and reading.attachments_due]


async def _fetch_attachments(
    store: Store,
    fetcher: Fetcher,
    source: Source,
    course: Course,
    arrived: Sequence[str],
    newest: Sequence[IntakeItem],
) -> bool:
    """The files of what has just arrived, then those that earlier polls left; True when some are left again."""
    new = await intake.load_many(arrived)
    fetched = await fetch_attachments(fetcher, source, [*new.values(), *(one for one in newest if one.id not in new)])
    course.record.item_errors += [_noted(failure, store.now()) for failure in fetched.failures]
    for failure in fetched.failures:
        course.wait(failure.retry_after if isinstance(failure, SourceBusy) else None)
    return fetched.left


async def _note_presence(
    store: Store, stored: Mapping[str, IntakeItem], wanted: Sequence[Wanted], pages: Sequence[Outcome]
) -> int:
    """Which known pages are gone, and which are back; returns how many turned out to be gone for good."""
    gone, back = [], []
    for one, page in zip(wanted, pages, strict=True):
        item = one.known or stored.get(one.row.key)
        if isinstance(page, Unread):
            gone += [page.known.id] if page.known and _is_gone(page) else []
        elif item is not None and item.gone_at_source:
            back.append(item.id)
    return await note_presence(store, gone=gone, back=back)


def _note_listing(course: Course, listing: ListRead, now: datetime) -> None:
    course.record.status = listing.status
    course.moved_to = listing.moved_to
    course.dates = dates_of(listing.rows, now)
    note_list(course.record, listing.rows, now)


def _note_pages(course: Course, pages: Sequence[Outcome], now: datetime) -> None:
    """A known page that is gone is news about the item, not a failure of the poll."""
    note_pages(course.record, pages)
    failures = [page.failure for page in pages if isinstance(page, Unread) and not (page.known and _is_gone(page))]
    course.record.item_errors = [_noted(failure, now) for failure in failures]
    for failure in failures:
        course.wait(failure.retry_after if isinstance(failure, SourceBusy) else None)


def _note_failure(course: Course, failure: SourceFailed, now: datetime) -> None:
    record = course.record
    record.outcome = FetchOutcome.held_back if isinstance(failure, SourceHeldBack) else FetchOutcome.failed
    record.error, record.status = _noted(failure, now), failure.details.get("status")
    course.wait(failure.retry_after if isinstance(failure, SourceBusy) else None)


def _is_gone(page: Unread) -> bool:
    return isinstance(page.failure, SourceGone)


def _noted(failure: SourceFailed, at: datetime) -> FetchError:
    return FetchError(code=failure.code, message=failure.message, at=at, subject=failure.details.get("url"))
