"""大汉 JPage: `dataproxy.jsp`, whose records are also embedded in the column page, raw or entity-escaped.

The answer looks like XML and often is not well-formed, because of the HTML inside: it is cut by its markers and
never parsed. Parameters in `source.params`: `columnid` (several with commas for `morecolumndataproxy.jsp`), `webid`,
`unitid`, and where they differ from the usual `path`, `perpage`, `webname`, `proxy` (the script's `proxyUrl`).
"""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aggregators.addresses import joined
from aggregators.errors import EmptyListing
from aggregators.families.answers import whole
from aggregators.families.contract import Listing, ListPage, ListRequest, bounded
from aggregators.families.rows import rows_in
from content_models.sources.documents import Source

# By how often they are seen; a script's own `proxyUrl` is authoritative and the wrong one is a 404.
_PROXIES = (
    "/module/web/jpage/dataproxy.jsp",
    "/module/jpage/dataproxy.jsp",
    "/module/jslib/jquery/jpage/dataproxy.jsp",
    "/module/jpage/morecolumndataproxy.jsp",
)
_DEFAULTS = {"path": "/", "permissiontype": "0"}  # with page, webid, columnid and unitid the least that is answered
_NEEDED = ("columnid", "webid", "unitid")
_KNOWN = (*_NEEDED, "path", "perpage", "webname", "permissiontype", "sourceContentType", "appid", "col")
_PER_PAGE = 20

_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_TOTAL_PAGES = re.compile(r"<totalpage>\s*(\d{1,9})\s*</totalpage>", re.IGNORECASE)
_TOTAL_RECORDS = re.compile(r"(?:<totalrecord>\s*|totalRecord[\"']?\s*:\s*)(\d{1,9})", re.IGNORECASE)
_PROXY_URL = re.compile(r"""proxyUrl["']?\s*:\s*["']([^"'\s]{1,300})["']""")
_CALLS_PROXY = re.compile(r"[\w/.:-]*/(?:jpage/)?(?:morecolumn)?dataproxy\.jsp", re.IGNORECASE)
_AJAX_PARAM = re.compile(r"ajaxParam[\"']?\s*:\s*\{(.{1,2000}?)\}", re.DOTALL)
_PAIR = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w./-]+))""")
_PAGE_SIZE = re.compile(r"perPage[\"']?\s*:\s*(\d{1,4})")


class HanwebJPage:
    def evidence(self, page: ListPage) -> str | None:
        if match := _CALLS_PROXY.search(page.text):
            return f"页面脚本调用大汉 JPage 接口 {match[0]}"
        return "页面内嵌大汉 JPage 的 <record> 记录" if _records(page.text) else None

    def first_request(self, source: Source) -> ListRequest:
        """The proxy when its parameters are known; else the column page, which carries the first records."""
        return _proxy_request(source, source.params, 1) if _is_complete(source.params) else ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        zone = ZoneInfo(source.timezone)
        rows, warnings = bounded(row for record in _records(page.text) for row in rows_in(record, page.url, zone))
        learnt = _script(page.text)
        params = {**source.params, **learnt}
        if rows:
            return Listing(rows, _next(source, params, page, len(rows)), learnt, warnings)
        if learnt and _is_complete(params):
            return Listing([], _proxy_request(source, params, 1), learnt)
        raise EmptyListing(url=page.url)


def _records(text: str) -> list[str]:
    return _RECORD.findall(text) or _RECORD.findall(html.unescape(text))


def _script(text: str) -> dict[str, str]:
    """The parameters in a column page's script; empty for the proxy's answers, which have none."""
    block = _AJAX_PARAM.search(text)
    if block is None:
        return {}
    said = {name: a or b or c for name, a, b, c in _PAIR.findall(block[1])}
    learnt = {name: said[name] for name in _KNOWN if said.get(name)}
    proxy, size = _PROXY_URL.search(text), _PAGE_SIZE.search(text)
    return learnt | ({"proxy": proxy[1]} if proxy else {}) | ({"perpage": size[1]} if size else {})


def _is_complete(params: Mapping[str, Any]) -> bool:
    return all(params.get(name) not in (None, "") for name in _NEEDED)


def _proxy_request(source: Source, params: Mapping[str, Any], number: int) -> ListRequest:
    """GET at the proxy, else POST there, else the proxies of other versions."""
    proxies = [str(params["proxy"])] if params.get("proxy") else list(_PROXIES)
    query = urlencode(_query(params, number))
    request: ListRequest | None = None
    for proxy in reversed(proxies):
        url = joined(source.url, proxy)
        proven = {"proxy": proxy}
        posted = ListRequest.form(url, source.url, _query(params, number), number=number, proves=proven)
        later = posted if request is None else request
        request = ListRequest.from_script(f"{url}?{query}", source.url, number=number, proves=proven, otherwise=later)
    return request or ListRequest(source.url)


def _query(params: Mapping[str, Any], number: int) -> dict[str, str]:
    """Current sites go by `page`, older ones by the records' numbers."""
    stated = {name: str(params[name]) for name in _KNOWN if params.get(name) not in (None, "")}
    size = whole(params.get("perpage"), _PER_PAGE)
    place = {"page": number, "perpage": size, "startrecord": (number - 1) * size + 1, "endrecord": number * size}
    return {**_DEFAULTS, **stated, **{name: str(value) for name, value in place.items()}}


def _next(source: Source, params: Mapping[str, Any], page: ListPage, rows: int) -> ListRequest | None:
    """The column page carries several pages at once; the proxy's pages are counted one by one."""
    if not _is_complete(params):
        return None
    size = whole(params.get("perpage"), _PER_PAGE)
    total_pages, total = _TOTAL_PAGES.search(page.text), _TOTAL_RECORDS.search(page.text)
    if page.request.proves:
        last = int(total_pages[1]) if total_pages else -(-int(total[1]) // size) if total else 0
        number = page.request.number + 1
    else:
        last = -(-int(total[1]) // size) if total else 0
        number = rows // size + 1
    return _proxy_request(source, params, number) if number <= last else None
