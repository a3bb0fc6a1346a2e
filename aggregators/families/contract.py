"""What every family of publishing systems offers: where to ask for a list, and how to read one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from content_models.official_text.html import plain_text
from content_models.sources.documents import Source


@dataclass(frozen=True)
class ListRequest:
    """A list page to ask for, with the headers its system insists on."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListPage:
    """A list page as decoded. `url` is the final one: relative links are relative to it."""

    url: str
    text: str


@dataclass(frozen=True)
class Row:
    """One row of a list. `key` identifies the item within its source; `title` may be cut off with 「…」.

    `body_html` is there when the list carries the whole text, so that no page needs to be asked for;
    `fallback_html` is what it carries of the text otherwise, for a page that cannot be read.
    """

    key: str
    url: str
    title: str
    published_at: datetime | None = None
    summary: str | None = None
    body_html: str | None = None
    fallback_html: str | None = None


@dataclass(frozen=True)
class Listing:
    """Rows in the order of the list, and where it goes on, if the page says so."""

    rows: list[Row]
    next: ListRequest | None = None


class Family(Protocol):
    """Pure: the pipeline fetches. `list` raises EmptyListing or UnreadableFeed, never returns no rows."""

    def first_request(self, source: Source) -> ListRequest: ...

    def list(self, source: Source, page: ListPage) -> Listing: ...


def text_of(html: str) -> str:
    """A title or summary as one line of plain text."""
    return " ".join(plain_text(html).split())
