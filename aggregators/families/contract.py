"""What every family of publishing systems offers: where to ask for a list, and how to read one."""

import hashlib
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

    `body_html` is there when the list carries the whole text, so that no page needs to be asked for.
    """

    key: str
    url: str
    title: str
    published_at: datetime | None = None
    summary: str | None = None
    body_html: str | None = None
    known_fingerprint: str | None = None  # of a row restored from the store, which repeats what it was read from

    @property
    def fingerprint(self) -> str:
        """Digest of what the list says of the item: when it changes, so has the item."""
        if self.known_fingerprint:
            return self.known_fingerprint
        published = self.published_at.isoformat() if self.published_at else ""
        return hashlib.sha256("\x1f".join((self.url, self.title, self.summary or "", published)).encode()).hexdigest()


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
