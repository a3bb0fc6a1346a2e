"""Reading article pages: which ones, and what came of each.

A page is read when its row is new or shown differently in the list. Known pages are read again while they are young,
because a correction at the source often leaves the list as it was.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aggregators.article import Article
from aggregators.asking import ask
from aggregators.errors import SourceFailed, SourceTimeout, SourceUnreadable
from aggregators.families.contract import Row
from aggregators.fetch import Fetcher
from aggregators.normalise import normalise
from aggregators.whole import read_whole
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, NormalisedItem, Reading
from content_models.intake.rules import Incoming
from content_models.kit.off_loop import off_loop
from content_models.kit.store import Store
from content_models.official_text.titles import parse_title
from content_models.sources.documents import Source, Validators

REREAD_SHARE = 10  # a page is read again after a tenth of its age: corrections come soon or not at all
REREAD_AMONG = 50  # the newest items of a source; older ones are read again only when their row changes
REREAD_AT_ONCE = 5  # pages a poll, so that a long column costs its site no more than a short one
LOOK_BACK_WITHIN = timedelta(days=1)  # also when no page has a turn of its own
PAGES_WITHIN = 60.0  # seconds for all pages of a poll; well below the time a poll may take (ZHENGWU_POLL_LIMIT)
FEW = 16  # texts in a list, read without a pause for others
AT_ONCE = 8  # articles asked for together; the fetcher's pacing per host decides the rest


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row whose page is to be read; `known` is the stored item when it is read again."""

    row: Row
    row_sha256: str
    known: IntakeItem | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    incoming: Incoming


@dataclass(frozen=True, slots=True)
class Unmodified:
    item_id: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Unread:
    """`known` is the stored item when its page was read again."""

    failure: SourceFailed
    known: IntakeItem | None = None


Outcome = Arrived | Unmodified | Unread


def rows_to_read(rows: Sequence[Row], known: Mapping[str, IntakeItem]) -> list[Wanted]:
    """Rows that are new, or that the list shows differently than when we read them."""
    wanted = (Wanted(row, _row_sha256(row)) for row in rows)
    return [one for one in wanted if not _is_as_read(known.get(one.row.key), one.row_sha256)]


async def pages_to_read_again(store: Store, newest: Sequence[IntakeItem], beside: Sequence[Wanted]) -> list[Wanted]:
    """Those of a source's `newest` items whose page's turn has come, besides those that are read anyway."""
    now, already = store.now(), {wanted.row.key for wanted in beside}
    due = [item for item in newest if item.item_key not in already and _overdue(item, now) >= 1]
    # `newest` come newest first and the sort is stable: among equally overdue pages the fresh ones go first.
    due = sorted(due, key=lambda item: -_overdue(item, now))[:REREAD_AT_ONCE]
    raws = await intake.raws(item.latest_raw_id for item in due)
    return [
        Wanted(_row_of(item, raws[item.latest_raw_id].item), sha, item)
        for item in due
        if item.reading and (sha := item.reading.row_sha256)
    ]


def next_turn(newest: Sequence[IntakeItem], now: datetime) -> datetime:
    """When the first of these pages is to be read again, at most LOOK_BACK_WITHIN from now."""
    read = [(item.first_seen_at, item.reading.read_at) for item in newest if item.reading]
    turns = [read_at + (read_at - seen) / (REREAD_SHARE - 1) for seen, read_at in read if read_at]
    return min([*turns, now + LOOK_BACK_WITHIN])


async def read_pages(
    store: Store, fetcher: Fetcher, source: Source, wanted: Sequence[Wanted], within: float = PAGES_WITHIN
) -> list[Outcome]:
    """Each outcome for itself, in the order of `wanted`: one bad page never stops the others.

    Pages that are not read `within` seconds are left for the next poll, so that a slow site makes progress too.
    """
    if not wanted:
        return []
    places = asyncio.Semaphore(AT_ONCE)
    deadline = asyncio.get_running_loop().time() + within

    async def in_turn(one: Wanted) -> Outcome:
        try:
            async with asyncio.timeout_at(deadline), places:
                return await _read(store, fetcher, source, one)
        except TimeoutError:
            return Unread(SourceTimeout(url=one.row.url), one.known)

    listed = await _listed(source, wanted)
    asked = await asyncio.gather(
        *(in_turn(one) for one, outcome in zip(wanted, listed, strict=True) if outcome is None)
    )
    outcomes = iter(asked)
    return [outcome or next(outcomes) for outcome in listed]


async def _listed(source: Source, wanted: Sequence[Wanted]) -> list[Outcome | None]:
    """A few at a time: handing over each would take longer than many a text, and the whole holds up the event loop."""
    outcomes: list[Outcome | None] = []
    for start in range(0, len(wanted), FEW):
        few = wanted[start : start + FEW]
        outcomes += await off_loop(sum(len(one.row.body_html or "") for one in few), _as_listed, source, few)
    return outcomes


def _as_listed(source: Source, wanted: Sequence[Wanted]) -> list[Outcome | None]:
    return [_one_as_listed(source, one) for one in wanted]


def _one_as_listed(source: Source, wanted: Wanted) -> Outcome | None:
    """What the list itself carries; None when the page has to be asked for."""
    if not wanted.row.body_html:
        return None
    try:
        return _arrived(source, wanted, wanted.row.body_html, None, Reading(row_sha256=wanted.row_sha256))
    except ValueError as error:
        return _unforeseen(wanted, error)


async def _read(store: Store, fetcher: Fetcher, source: Source, wanted: Wanted) -> Outcome:
    before = wanted.known.reading if wanted.known else None
    try:
        page = await ask(fetcher, source, wanted.row.url, before.validators if before else None)
        reading = Reading(row_sha256=wanted.row_sha256, read_at=store.now(), validators=page.validators)
        if page.not_modified and wanted.known and before:
            return Unmodified(
                wanted.known.id, before.model_copy(update={"read_at": reading.read_at, "gone_sightings": 0})
            )
        whole = await read_whole(fetcher, source, wanted.row, page)
        if not whole.has_one_page:  # 「not modified」 would speak of the first page only
            reading = reading.model_copy(update={"validators": Validators()})
        return _arrived(source, wanted, whole.text, whole.article, reading)
    except SourceFailed as failure:
        return Unread(failure, wanted.known)
    except ValueError as error:
        return _unforeseen(wanted, error)


def _unforeseen(wanted: Wanted, error: ValueError) -> Unread:
    """Something on the page that no rule foresaw; the other pages do not suffer for it."""
    return Unread(SourceUnreadable(url=wanted.row.url, reason=str(error)[:200]))


def _arrived(source: Source, wanted: Wanted, raw: str, article: Article | None, reading: Reading) -> Arrived:
    item = normalise(source, wanted.row, article)
    if item.attachments:
        reading.attachments_due = True
    return Arrived(Incoming(item_key=wanted.row.key, raw=raw, item=item, reading=reading))


def _is_as_read(item: IntakeItem | None, row_sha256: str) -> bool:
    return item is not None and item.reading is not None and item.reading.row_sha256 == row_sha256


def _overdue(item: IntakeItem, now: datetime) -> float:
    """How long the page has been unread, as a multiple of the tenth of its age after which its turn comes."""
    if item.reading is None or item.reading.read_at is None:
        return 0
    age = max(now - item.first_seen_at, timedelta(milliseconds=1))
    return min(now - item.reading.read_at, age) * REREAD_SHARE / age


def _row_sha256(row: Row) -> str:
    date = row.published_at.isoformat() if row.published_at else ""
    shown = (row.url, row.title, date, row.summary or "", row.body_html or "")
    return hashlib.sha256("\x1f".join(shown).encode()).hexdigest()


def _row_of(item: IntakeItem, stored: NormalisedItem) -> Row:
    """What the list said of a stored item, as far as it went into it. Issuers that the title names are not stated."""
    facts = {"doc_no": stored.doc_no_raw} if stored.doc_no_raw else {}
    if stored.issuer_names and stored.issuer_names != parse_title(stored.title).issuers:
        facts["issuers"] = "、".join(stored.issuer_names)
    return Row(
        key=item.item_key,
        url=stored.url,
        title=item.title,
        published_at=item.published_at,
        summary=stored.summary,
        facts=facts,
    )
