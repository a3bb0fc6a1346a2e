"""大汉 JPaaS: units of a column page are built by `/api-gateway/jpaas-publish-server/front/page/build/unit`.

The parameters stand HTML-escaped in `queryData="{…}"` of the page's scripts, one for each unit: the units are tried
in the order in which they promise a list. Paging works only inside `paramJson`; a bare `pageNo` is always page 1.
"""

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aggregators.addresses import joined
from aggregators.errors import EmptyListing
from aggregators.families.answers import json_in, looks_like_json, string_at, whole
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded
from aggregators.families.rows import rows_by
from content_models.sources.documents import Source

_BUILD = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_NAMES = ("parseType", "webId", "tplSetId", "pageType", "tagId", "editType", "pageId")
_NEEDED = ("webId", "pageId", "tagId")
_DEFAULTS = {"parseType": "bulidstatic", "pageType": "column", "editType": "null"}  # their spelling
_PER_PAGE = "15"
_MOST_UNITS = 8

_UNIT = re.compile(r"""<script[^>]*?\squeryData\s*=\s*(?:"([^"]{2,3000})"|'([^']{2,3000})')[^>]*>""", re.IGNORECASE)
_URL = re.compile(r"""\surl\s*=\s*["']([^"']*build/unit[^"']*)["']""", re.IGNORECASE)
_PAIR = re.compile(r"""["'](\w+)["']\s*:\s*["']([^"']*)["']""")
_TOTALS = re.compile(r"""\b(rows|count)\s*=\s*["'](\d{1,9})["']""", re.IGNORECASE)
_LIST_WORDS = re.compile(r"列表|信息|内容|分页|栏目|list", re.IGNORECASE)
_ROWS = "li, tr, dd"


class JPaaS:
    def evidence(self, page: ListPage) -> str | None:
        return "页面脚本带 queryData，由 JPaaS 接口生成列表" if _units(page.text) else None

    def first_request(self, source: Source) -> ListRequest:
        known = all(source.params.get(name) for name in _NEEDED)
        return _build(source, source.params, 1) if known else ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        if not looks_like_json(page.text):
            return Listing([], _candidates(source, page))
        fragment = string_at(json_in(page.text, page.url), "data.html")
        rows, warnings = bounded(_dated(source, fragment, page.url))
        if not rows:
            raise EmptyListing(url=page.url)
        totals = {name.lower(): int(value) for name, value in _TOTALS.findall(fragment)}
        is_more = page.request.number * totals.get("rows", len(rows)) < totals.get("count", 0)
        params = {**source.params, **page.request.proves}
        return Listing(rows, _build(source, params, page.request.number + 1) if is_more else None, {}, warnings)


def _dated(source: Source, fragment: str, url: str) -> list[Row]:
    """Rows with a date: other units of the page are menus and have none."""
    rows = rows_by(fragment, url, ZoneInfo(source.timezone), _ROWS)
    return [row for row in rows if row.published_at]


def _units(text: str) -> list[dict[str, str]]:
    found = []
    for unit in _UNIT.finditer(text):
        said = _pairs(html.unescape(unit[1] or unit[2]))
        address = _URL.search(unit[0])
        if all(said.get(name) for name in _NEEDED):
            found.append({**said, **({"endpoint": html.unescape(address[1])} if address else {})})
    return found


def _pairs(query_data: str) -> dict[str, str]:
    try:
        said = json.loads(query_data)
    except (ValueError, RecursionError):
        return {name: value for name, value in _PAIR.findall(query_data) if name in _NAMES}
    return {name: str(said[name]) for name in _NAMES if name in said} if isinstance(said, dict) else {}


def _candidates(source: Source, page: ListPage) -> ListRequest:
    """The units, those whose name sounds like a list first, each asked when the one before has no list."""
    units = sorted(_units(page.text)[:_MOST_UNITS], key=lambda unit: not _LIST_WORDS.search(unit["tagId"]))
    request: ListRequest | None = None
    for unit in reversed(units):
        request = _build(source, unit, 1, otherwise=request)
    if request is None:
        raise EmptyListing(url=page.url)
    return request


def _build(source: Source, params: Mapping[str, Any], number: int, otherwise: ListRequest | None = None) -> ListRequest:
    unit = {name: str(params[name]) for name in (*_NAMES, "endpoint") if params.get(name)}
    size = str(whole(params.get("pageSize"), int(_PER_PAGE)))
    paging = json.dumps({"pageNo": number, "pageSize": size})
    query = {**_DEFAULTS, **{name: value for name, value in unit.items() if name in _NAMES}, "paramJson": paging}
    url = joined(source.url, unit.get("endpoint", _BUILD)).partition("?")[0]
    return ListRequest.from_script(
        f"{url}?{urlencode(query)}", source.url, number=number, otherwise=otherwise, proves=unit
    )
