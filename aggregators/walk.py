"""Walking through a source's list: the first page, detours to where the list really stands, and older pages.

Used by polling, by the sniffer and by `zhengwu source test`: all three see the same.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from aggregators.errors import (
    EmptyListing,
    SourceFailed,
    SourceGone,
    SourceServerError,
    SourceUnexpectedStatus,
    SourceUrlInvalid,
    UnreadableFeed,
)
from aggregators.families import family_of
from aggregators.families.contract import Listing, ListPage, ListRequest
from aggregators.families.errors import ListTooFarAway, OtherColumn, UnreadableListing
from aggregators.fetch import Fetcher, Page
from aggregators.page_text import text_of_page
from content_models.kit.off_loop import off_loop
from content_models.sources.documents import Source, Validators
from content_models.sources.reach import may_be_private

MAX_PAGES = 10  # of one walk: an endless pager ends here, and the rest comes with the next polls
MOST_REPEATS = 1  # pages with nothing new before a pager counts as cyclic: some call the first page both 0 and 1
MAX_DETOURS = 4  # column page → frame → script → list
_WRONG_PLACE = (
    *(SourceUrlInvalid, SourceGone, SourceServerError, SourceUnexpectedStatus),
    *(EmptyListing, UnreadableListing, UnreadableFeed),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One list page. `source` knows what the way here has taught; `direct` when no other page had to be asked first."""

    page: Page
    listing: Listing
    source: Source
    direct: bool = True


async def walk(
    fetcher: Fetcher, source: Source, validators: Validators | None = None, *, max_pages: int = MAX_PAGES
) -> AsyncGenerator[Step]:
    """List pages, the newest first, until the list ends, repeats itself or `max_pages` are read.

    The first page raises a SourceFailed when it cannot be read. A later page that is empty or another column's ends
    the list with a warning; one that fails otherwise raises, so that nothing between is lost unnoticed.
    """
    request: ListRequest | None = family_of(source.family).first_request(source)
    seen: set[str] = set()
    repeats = 0
    for number in range(max_pages):
        if request is None:
            return
        try:
            step = await _step(fetcher, source, request, validators if number == 0 else None)
        except (EmptyListing, OtherColumn):
            if number == 0:
                raise
            return
        except (SourceGone, UnreadableListing):
            if number == 0 or request.number > 1:
                raise
            return  # a further part of the list that its index names in vain
        keys = {row.key for row in step.listing.rows}
        repeats = repeats + 1 if number and keys <= seen else 0
        if repeats > MOST_REPEATS:
            return
        source, request = step.source, step.listing.next
        if not repeats:
            seen |= keys
            yield step


async def _step(fetcher: Fetcher, source: Source, request: ListRequest, validators: Validators | None) -> Step:
    """The page that `request` leads to, detours included."""
    for detour in range(MAX_DETOURS + 1):
        page, listing, answered = await _first_that_answers(fetcher, source, request, validators)
        learnt = {**source.params, **answered.proves, **listing.learnt}
        source = source.model_copy(update={"params": learnt})
        if listing.rows or listing.next is None:
            return Step(page, listing, source, direct=detour == 0)
        request, validators = listing.next, None
    raise ListTooFarAway(url=request.url)


async def _first_that_answers(
    fetcher: Fetcher, source: Source, request: ListRequest, validators: Validators | None
) -> tuple[Page, Listing, ListRequest]:
    """The request, or what its family would ask otherwise. The first failure is the one worth telling."""
    first_failure: SourceFailed | None = None
    candidate: ListRequest | None = request
    while candidate is not None:
        try:
            page = await _ask(fetcher, source, candidate, validators)
            if page.not_modified:
                return page, Listing([]), candidate
            return page, await off_loop(len(page.body), _adapt, source, page, candidate), candidate
        except _WRONG_PLACE as failure:
            first_failure = first_failure or failure
            candidate, validators = candidate.otherwise, None
    raise first_failure or EmptyListing(url=request.url)


async def _ask(fetcher: Fetcher, source: Source, request: ListRequest, validators: Validators | None) -> Page:
    return await fetcher.get(
        request.url,
        validators=validators,
        allow_private=may_be_private(source, request.url),
        private_hosts=source.private_hosts,
        retry_after_cap=source.schedule.retry_after_cap,
        headers=request.headers,
        body=None if request.body is None else request.body.encode(),
    )


def _adapt(source: Source, page: Page, request: ListRequest) -> Listing:
    text = text_of_page(page, request.url, source.charset)
    return family_of(source.family).list(source, ListPage(page.url, text, request))
