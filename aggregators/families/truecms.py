"""TrueCMS: `messageController/getMessage.do`, JSON or JSONP around a datastore of records.

How many rows it gives at once differs: 50 works here and is empty or a 404 there, so 50, 20 and 10 are tried. Where
the endpoint is gone, the column page's `#initData` still has the first screen. Parameters in `source.params`:
`columnId`, and where they differ `endpoint` and `perpage`.
"""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aggregators.addresses import joined
from aggregators.errors import EmptyListing
from aggregators.families.answers import json_in, string_at, whole
from aggregators.families.contract import Listing, ListPage, ListRequest, bounded
from aggregators.families.rows import rows_by, rows_in
from content_models.sources.documents import Source

_ENDPOINT = "/truecms/messageController/getMessage.do"
_AT_ONCE = (50, 20, 10)
_FIRST_SCREEN = "#initData li, #initData tr, #initData dd"

_CALL = re.compile(r"[\w/.:-]*/messageController/getMessage\.do", re.IGNORECASE)
_COLUMN_ID = re.compile(r"columnId[\"']?\s*[:=]\s*[\"']?([0-9A-Fa-f][0-9A-Fa-f-]{7,40})", re.IGNORECASE)
_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,9})", re.IGNORECASE)


class TrueCms:
    def evidence(self, page: ListPage) -> str | None:
        if match := _CALL.search(page.text):
            return f"页面脚本调用 TrueCMS 接口 {match[0]}"
        return "页面带 TrueCMS 的首屏数据 #initData" if _has_first_screen(page.text) else None

    def first_request(self, source: Source) -> ListRequest:
        return _ask(source, source.params, 1) if source.params.get("columnId") else ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        return _answer(source, page) if _is_answer(page) else _column_page(source, page)


def _is_answer(page: ListPage) -> bool:
    """JSON, JSONP or a bare datastore, and no page of HTML."""
    return bool(page.text.strip()) and not _has_page(page.text)


def _has_page(text: str) -> bool:
    return re.search(r"<html|<body|<!doctype|initData", text[:100_000], re.IGNORECASE) is not None


def _has_first_screen(text: str) -> bool:
    return re.search(r"""id\s*=\s*["']initData["']""", text) is not None


def _answer(source: Source, page: ListPage) -> Listing:
    text = page.text
    if not text.lstrip().startswith("<"):
        text = string_at(json_in(text, page.url), "result")
    zone = ZoneInfo(source.timezone)
    records = _RECORD.findall(text) or _RECORD.findall(html.unescape(text))
    rows, warnings = bounded(row for record in records for row in rows_in(record, source.url, zone))
    if not rows:
        raise EmptyListing(url=page.url)
    total = _TOTAL.search(text)
    params = {**source.params, **page.request.proves}
    is_more = total is not None and page.request.number * whole(params.get("perpage"), _AT_ONCE[0]) < int(total[1])
    return Listing(rows, _ask(source, params, page.request.number + 1) if is_more else None, {}, warnings)


def _column_page(source: Source, page: ListPage) -> Listing:
    """The endpoint it names, unless it was asked in vain already; else the first screen."""
    rows, warnings = bounded(rows_by(page.text, page.url, ZoneInfo(source.timezone), _FIRST_SCREEN))
    column, call = _COLUMN_ID.search(page.text), _CALL.search(page.text)
    learnt = {**({"columnId": column[1]} if column else {}), **({"endpoint": call[0]} if call else {})}
    is_last_resort = bool(page.request.headers)
    if column and not is_last_resort:
        return Listing([], _ask(source, {**source.params, **learnt}, 1), learnt)
    if not rows:
        raise EmptyListing(url=page.url)
    return Listing(rows, None, learnt, warnings)


def _ask(source: Source, params: Mapping[str, Any], number: int) -> ListRequest:
    """The known size, else each size in turn, then the column page."""
    sizes = [whole(params["perpage"], _AT_ONCE[0])] if params.get("perpage") else list(_AT_ONCE)
    last_resort = ListRequest(source.url, {"Referer": source.url}) if number == 1 else None
    request = last_resort
    for size in reversed(sizes):
        request = _sized(source, params, number, size, request)
    return request or ListRequest(source.url)


def _sized(
    source: Source, params: Mapping[str, Any], number: int, size: int, otherwise: ListRequest | None
) -> ListRequest:
    place = {"startrecord": (number - 1) * size + 1, "endrecord": number * size, "perpage": size}
    query = urlencode({**place, "columnId": str(params["columnId"])})
    url = joined(source.url, str(params.get("endpoint", _ENDPOINT)))
    proves = {"perpage": size}
    return ListRequest.from_script(f"{url}?{query}", source.url, number=number, otherwise=otherwise, proves=proves)
