"""大汉 JPage: `dataproxy.jsp`, whose records are also embedded in the column page, raw or entity-escaped.

The answer looks like XML and often is not well-formed, because of the HTML inside: it is cut by its markers and
never parsed. Parameters in `source.params`: `columnid`, `webid`, `unitid`, and where they differ from the usual
`path`, `perpage`, `webname`, `proxy` (the script's `proxyUrl`).
"""

import html
import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from zoneinfo import ZoneInfo

from aggregators.errors import EmptyListing
from aggregators.families.contract import Listing, ListPage, ListRequest
from aggregators.families.rows import rows_in
from content_models.sources.documents import Source

_PROXY = "/module/web/jpage/dataproxy.jsp"
_DEFAULTS = {"page": "1", "path": "/", "perpage": "20", "permissiontype": "0"}
_NEEDED = ("columnid", "webid", "unitid")
_KNOWN = (*_NEEDED, "path", "perpage", "webname", "permissiontype", "sourceContentType", "appid", "col")

_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_TOTAL_PAGES = re.compile(r"<totalpage>\s*(\d+)\s*</totalpage>", re.IGNORECASE)


class HanwebJPage:
    def first_request(self, source: Source) -> ListRequest:
        """The proxy when its parameters are known; else the column page, which carries the first records."""
        if all(source.params.get(name) is not None for name in _NEEDED):
            return _proxy_request(source, 1)
        return ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        zone = ZoneInfo(source.timezone)
        rows = [row for record in _records(page.text) for row in rows_in(record, page.url, zone)]
        if not rows:
            raise EmptyListing(url=page.url)
        return Listing(rows, _next(source, page))


def _records(text: str) -> list[str]:
    return _RECORD.findall(text) or _RECORD.findall(html.unescape(text))


def _proxy_request(source: Source, number: int) -> ListRequest:
    stated = {name: str(source.params[name]) for name in _KNOWN if source.params.get(name) is not None}
    query = urlencode({**_DEFAULTS, **stated, "page": str(number)})
    proxy = urljoin(source.url, str(source.params.get("proxy", _PROXY)))
    return ListRequest(f"{proxy}?{query}", {"Referer": source.url, "X-Requested-With": "XMLHttpRequest"})


def _next(source: Source, page: ListPage) -> ListRequest | None:
    """Only `page` counts on current sites; `startrecord` is ignored there."""
    total = _TOTAL_PAGES.search(page.text)
    asked = parse_qs(urlsplit(page.url).query).get("page", [""])[0]
    if total is None or not asked.isdecimal():
        return None
    return _proxy_request(source, int(asked) + 1) if int(asked) < int(total[1]) else None
