"""TRS WAS5: `POST /was5/web/search`, a full-text search used as a list, answered in XML: `RECORDCOUNT` and a `REC` a
row with TITLE, URL, DOCRELTIME, PRINTTIME, WH (文号) and FWDW (发文单位).

Parameters in `source.params`: `channelid`, and where they are needed `searchword`, `extrasql`, `orderby`, `prepage`
(rows a page, in their spelling) and `endpoint`; also read from the address or from the script that calls the search.
Searches whose template answers with HTML or JSON are lists of html_list or json_api.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from aggregators.addresses import joined
from aggregators.errors import EmptyListing
from aggregators.families.answers import in_script, moment_of, whole
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded, text_of
from aggregators.families.errors import ParameterMissing
from aggregators.families.rows import page_url
from aggregators.families.xml_answers import name_of, root_of, text_in, without_declaration
from content_models.sources.documents import Source

_ENDPOINT = "/was5/web/search"
_ASKED = ("channelid", "searchword", "extrasql", "orderby", "prepage")
_PER_PAGE = 20
_CALL = re.compile(r"""[\w/.:-]*/was5/web/search(?:\?([^"'<>\s]{0,600}))?""", re.IGNORECASE)
_ANSWER = re.compile(r"<RECORDCOUNT>|<REC>\s*<", re.IGNORECASE)
_DATES = ("docreltime", "printtime", "pubdate", "docpubtime")


class TrsWas5:
    def evidence(self, page: ListPage) -> str | None:
        if _is_answer(page.text):
            return "返回 TRS WAS5 的检索结果 (RECORDCOUNT)"
        match = _CALL.search(page.text)
        return f"页面脚本调用 TRS WAS5 检索 {match[0].partition('?')[0]}" if match and _called(page.text) else None

    def first_request(self, source: Source) -> ListRequest:
        """Straight to the search when its address or the parameters say which channel."""
        params = {**_in_address(source.url), **source.params}
        return _ask(source, params, 1) if params.get("channelid") else ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        if not page.request.proves:
            learnt = _called(page.text)
            if not learnt.get("channelid"):
                raise ParameterMissing(url=page.url, parameter="channelid")
            return Listing([], _ask(source, {**source.params, **learnt}, 1), learnt)
        root = root_of(replace(page, text=f"<answer>{without_declaration(page.text)}</answer>"), ("answer",))
        zone = ZoneInfo(source.timezone)
        entries = [entry for entry in root.iter() if name_of(entry) == "rec"]
        rows, warnings = bounded(row for entry in entries if (row := _row(entry, page.url, zone)))
        if not rows:
            raise EmptyListing(url=page.url)
        params = {**_in_address(source.url), **source.params}
        is_more = page.request.number * _size(params) < whole(text_in(root, "recordcount"), 0)
        following = _ask(source, params, page.request.number + 1) if is_more else None
        return Listing(rows, following, {}, warnings)


def _is_answer(text: str) -> bool:
    return text.lstrip().startswith("<") and _ANSWER.search(text[:5000]) is not None


def _in_address(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    said = dict(parse_qsl(parts.query)) if "/was5/" in parts.path.lower() else {}
    return {name: said[name] for name in _ASKED if said.get(name)}


def _called(text: str) -> dict[str, str]:
    """The channel and what else is asked, from the call's own query or the variables beside it."""
    call = _CALL.search(html.unescape(text))
    if call is None:
        return {}
    said = dict(parse_qsl(call[1] or ""))
    found = {name: said.get(name) or in_script(text, name) or "" for name in _ASKED}
    found["endpoint"] = call[0].partition("?")[0]
    return {name: value for name, value in found.items() if value} if found["channelid"] else {}


def _ask(source: Source, params: Mapping[str, Any], number: int) -> ListRequest:
    """By POST as its scripts do, else by GET."""
    endpoint = source.url.partition("?")[0] if _in_address(source.url) else str(params.get("endpoint") or _ENDPOINT)
    url = joined(source.url, endpoint)
    asked = {name: str(params[name]) for name in _ASKED if params.get(name) not in (None, "")}
    fields = {"searchword": "", **asked, "page": str(number), "prepage": str(_size(params))}
    proves = {"channelid": str(params["channelid"])}
    by_get = ListRequest.from_script(f"{url}?{urlencode(fields)}", source.url, number=number, proves=proves)
    return ListRequest.form(url, source.url, fields, number=number, proves=proves, otherwise=by_get)


def _size(params: Mapping[str, Any]) -> int:
    return whole(params.get("prepage"), _PER_PAGE)


def _row(entry: etree._Element, base: str, zone: ZoneInfo) -> Row | None:
    address, title = text_in(entry, "url"), text_of(text_in(entry, "title"))
    url = page_url(base, address) if address else None
    if url is None or not title:
        return None
    stated = {"doc_no": text_of(text_in(entry, "wh")), "issuers": text_of(text_in(entry, "fwdw"))}
    dates = (moment_of(text_in(entry, name), zone) for name in _DATES)
    return Row(
        key=url,
        url=url,
        title=title,
        published_at=next((moment for moment in dates if moment), None),
        facts={name: value for name, value in stated.items() if value},
    )
