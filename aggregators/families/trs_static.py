"""TRS WCM and UCAP static lists: `index.html`, then `index_1.html` (TRS) or `list_2.shtml` (UCAP) as page 2.

A row is a list item with a link and a date, beside it or in its address (`t20260108_1234567.html`). Where a site
needs it, `source.selectors` names `row`, `link` and `date`.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from aggregators.errors import EmptyListing
from aggregators.families.contract import Listing, ListPage, ListRequest, Row
from aggregators.families.rows import row_in
from content_models.sources.documents import Source

_ROWS = "ul li, ol li, dl dd, table tr"
_TRS_PAGER = re.compile(r"""createPageHTML\(\s*(\d+)\s*,\s*(\d+)\s*,\s*["'](\w+)["']\s*,\s*["'](\w+)["']""")
_UCAP_PAGER = re.compile(
    r"""createPageHTML\(\s*["'][\w-]+["']\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*["'](\w+)["']\s*,\s*["'](\w+)["']"""
)


class TrsStatic:
    def first_request(self, source: Source) -> ListRequest:
        return ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        dated = [row for row in _rows(source, page) if row.published_at]
        column = urljoin(source.url, ".")
        own = [row for row in dated if row.url.startswith(column)]
        rows = list({row.key: row for row in reversed(own or dated)}.values())[::-1]
        if not rows:
            raise EmptyListing(url=page.url)
        return Listing(rows, _next(page))


def _rows(source: Source, page: ListPage) -> Iterator[Row]:
    """Also navigation and other columns' teasers; their rows bear no date or lie outside the column's folder."""
    zone = ZoneInfo(source.timezone)
    selectors = source.selectors
    for node in LexborHTMLParser(page.text).css(selectors.get("row", _ROWS)):
        row = row_in(node, page.url, zone, link=selectors.get("link", "a[href]"), date=selectors.get("date"))
        if row:
            yield row


def _next(page: ListPage) -> ListRequest | None:
    if pager := _TRS_PAGER.search(page.text):
        total, current = int(pager[1]), int(pager[2])  # counted from 0, and so are the file names
        following = f"{pager[3]}_{current + 1}.{pager[4]}" if current + 1 < total else None
    elif pager := _UCAP_PAGER.search(page.text):
        total, current = int(pager[1]), int(pager[2])  # counted from 1
        following = f"{pager[3]}_{current + 1}.{pager[4]}" if current < total else None
    else:
        following = None
    return ListRequest(urljoin(page.url, following)) if following else None
