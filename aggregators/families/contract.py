"""What every family of publishing systems offers: recognise a column, say where to ask for its list, and read one.

A family is pure; `aggregators.walk` asks. Whatever has to be found out first (a form's parameters in the column page,
a site's id in a script) is a page like any other: `list` answers it with `learnt` parameters and the next request.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Protocol, Self
from urllib.parse import urlencode

from content_models.official_text.html import plain_text
from content_models.sources.documents import Source

MAX_ROWS = 2_000  # of one list page: no column shows so many, and a bomb ends here
_AJAX = {"X-Requested-With": "XMLHttpRequest"}


@dataclass(frozen=True)
class ListRequest:
    """A list page to ask for, with the headers its system insists on; a POST when it has a `body`.

    `otherwise` is what to ask when this one is gone, empty or unreadable: endpoints differ between versions of a
    system. `proves` holds the parameters that a good answer confirms. `number` counts list pages from 1, and rows
    of later pages must lie `within` this address when it is given. `then` is a further part of the list that was
    known before this one was asked; its first page is `number` 1 again.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    number: int = 1
    within: str | None = None
    otherwise: "ListRequest | None" = None
    then: "ListRequest | None" = None
    proves: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_script(cls, url: str, referer: str, **more: Any) -> Self:
        """As the column's own script asks: many systems refuse what lacks these headers."""
        return cls(url, {"Referer": referer, **_AJAX}, **more)

    @classmethod
    def form(cls, url: str, referer: str, fields: Mapping[str, str], **more: Any) -> Self:
        kind = "application/x-www-form-urlencoded; charset=UTF-8"
        return cls(url, {"Referer": referer, "Content-Type": kind, **_AJAX}, body=urlencode(fields), **more)

    @classmethod
    def json(cls, url: str, referer: str, content: Any, **more: Any) -> Self:
        body = json.dumps(content, ensure_ascii=False)
        return cls(url, {"Referer": referer, "Content-Type": "application/json", **_AJAX}, body=body, **more)


@dataclass(frozen=True)
class ListPage:
    """A list page as decoded. `url` is the final one: relative links are relative to it."""

    url: str
    text: str
    request: ListRequest = field(default_factory=lambda: ListRequest(""))


@dataclass(slots=True)  # nobody changes one, but frozen it takes three times as long to make
class Row:
    """One row of a list. `key` identifies the item within its source; `title` may be cut off with 「…」.

    `body_html` is there when the list carries the whole text, so that no page needs to be asked for;
    `fallback_html` is what it carries of the text otherwise, for a page that cannot be read. `facts` are those that
    the list states, by the names in `extract.facts`; the page's own win.
    """

    key: str
    url: str
    title: str
    published_at: datetime | None = None
    summary: str | None = None
    body_html: str | None = None
    fallback_html: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing:
    """Rows in the order of the list, and where it goes on, if the page says so.

    No rows and a `next` means that the list stands there, not here. `learnt` are parameters that the page revealed.
    """

    rows: list[Row]
    next: ListRequest | None = None
    learnt: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class Family(Protocol):
    """Pure: the pipeline fetches. `list` raises a SourceFailed, or gives rows or a place to go on; nothing else."""

    def evidence(self, page: ListPage) -> str | None:
        """Why this column page is one of ours, in Chinese for the editor; None when it is not."""

    def first_request(self, source: Source) -> ListRequest: ...

    def list(self, source: Source, page: ListPage) -> Listing: ...


def bounded(rows: Iterable[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """Each key once, in order, at most MAX_ROWS; and the warning when there were more."""
    taken = list(islice(rows, MAX_ROWS + 1))
    unique: dict[str, Row] = {}
    for row in taken[:MAX_ROWS]:
        unique.setdefault(row.key, row)
    warned = len(taken) > MAX_ROWS
    return list(unique.values()), (f"列表超过 {MAX_ROWS} 条，只取了最前面的；请确认网址是栏目页。",) if warned else ()


def text_of(html: str) -> str:
    """A title or summary as one line of plain text."""
    text = plain_text(html) if "<" in html or "&" in html else html
    return " ".join(text.split())
