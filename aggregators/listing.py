"""Reading a source's list: the first page, and older ones only while everything on them is new to us."""

import asyncio
from dataclasses import dataclass

from aggregators.decode import decode
from aggregators.families import family_of
from aggregators.families.contract import Listing, ListPage, ListRequest, Row
from aggregators.fetch import Fetcher, Page
from content_models.intake import repository as intake
from content_models.sources.documents import Source, Validators

MAX_PAGES = 10  # of one poll: an endless or cyclic pager ends here, and the rest comes with the next polls


@dataclass(frozen=True, slots=True)
class ListRead:
    """All rows read, each key once. `validators` are those of the first page."""

    rows: list[Row]
    status: int
    validators: Validators
    not_modified: bool = False


async def read_listing(fetcher: Fetcher, source: Source) -> ListRead:
    """Raises a SourceFailed when the list cannot be read or holds no row."""
    first = family_of(source.family).first_request(source)
    page = await _ask(fetcher, source, first, source.validators)
    if page.not_modified:
        return ListRead([], page.status, source.validators, not_modified=True)
    listing = await asyncio.to_thread(_adapt, source, page)
    rows = {row.key: row for row in listing.rows}
    for _ in range(MAX_PAGES - 1):
        if listing.next is None or await intake.by_key(source.id, [row.key for row in listing.rows]):
            break
        listing = await asyncio.to_thread(_adapt, source, await _ask(fetcher, source, listing.next, None))
        older = {row.key: row for row in listing.rows if row.key not in rows}
        if listing.rows and not older:
            break  # a pager that serves the same rows again
        rows |= older
    return ListRead(list(rows.values()), page.status, page.validators)


async def _ask(fetcher: Fetcher, source: Source, request: ListRequest, validators: Validators | None) -> Page:
    return await fetcher.get(
        request.url, validators=validators, allow_private=source.allow_private_network, headers=request.headers
    )


def _adapt(source: Source, page: Page) -> Listing:
    text = decode(page.body, http_charset=page.charset, override=source.charset).text
    return family_of(source.family).list(source, ListPage(page.url, text))
