"""新点 Epoint EWB: `POST {projectName}/rest/lightfrontaction/getgovinfolist` with JSON.

`siteGuid` and `projectName` stand in `/js/webBuilderCommon.js` (`var siteInfo = {…}`) or `ajaxReq.js`. Newer versions
take the fields bare, older ones wrapped in `params`; the first page is 0 or 1. Parameters in `source.params`:
`siteGuid`, `categorynum`, and where they differ `projectName`, `deptcode`, `pageSize`, `wrapped`, `first`.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aggregators.addresses import joined
from aggregators.errors import EmptyListing
from aggregators.families.answers import at, in_script, json_in, looks_like_json, moment_of, string_at, whole
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded, text_of
from aggregators.families.errors import ParameterMissing
from aggregators.families.rows import page_url
from content_models.sources.documents import Source

_ACTION = "rest/lightfrontaction/getgovinfolist"
_SCRIPTS = ("/js/webBuilderCommon.js", "/js/ajaxReq.js")
_PER_PAGE = 20
_SCRIPT_TAG = re.compile(
    r"""<script[^>]+src\s*=\s*["']([^"']*(?:webBuilderCommon|ajaxReq)\.js[^"']*)["']""", re.IGNORECASE
)
_CATEGORY = re.compile(r"/(\d{3,24})(?=/[^/]*$)")
_SPEAKS = re.compile(r"lightfrontaction|getgovinfolist|webBuilderCommon\.js|ewb-[a-z]+", re.IGNORECASE)


class EpointEwb:
    def evidence(self, page: ListPage) -> str | None:
        match = _SPEAKS.search(page.text)
        return f"页面带新点 EWB 的特征 {match[0]}" if match else None

    def first_request(self, source: Source) -> ListRequest:
        return _ask(source, source.params, 0) if _is_complete(source.params) else ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        if page.request.body is not None:
            return _answer(source, page)
        learnt = _learn(source, page.text)
        params = {**source.params, **learnt}
        if _is_complete(params):
            return Listing([], _ask(source, params, 0), learnt)
        if "siteGuid" not in params and not page.request.headers:
            return Listing([], _scripts(page), learnt)
        missing = "categorynum" if "siteGuid" in params else "siteGuid"
        raise ParameterMissing(url=page.url, parameter=missing)


def _is_complete(params: Mapping[str, Any]) -> bool:
    return bool(params.get("siteGuid")) and bool(params.get("categorynum"))


def _learn(source: Source, text: str) -> dict[str, str]:
    """From a column page or a script; the category is also the last number in the column's address."""
    in_address = _CATEGORY.search(urlsplit(source.url).path)
    category = in_script(text, "categorynum") or in_script(text, "categoryNum") or (in_address and in_address[1])
    said = {
        "siteGuid": in_script(text, "siteGuid") or in_script(text, "siteguid"),
        "projectName": in_script(text, "projectName"),
        "deptcode": in_script(text, "deptcode"),
        "categorynum": category,
    }
    return {name: value for name, value in said.items() if value and name not in source.params}


def _scripts(page: ListPage) -> ListRequest:
    """The scripts that the page loads, then those where they usually lie."""
    loaded = [joined(page.url, address) for address in _SCRIPT_TAG.findall(page.text)]
    places = dict.fromkeys([*loaded, *(joined(page.url, script) for script in _SCRIPTS)])
    request: ListRequest | None = None
    for place in reversed(places):
        request = ListRequest(place, {"Referer": page.url}, otherwise=request)
    return request or ListRequest(page.url)


def _ask(source: Source, params: Mapping[str, Any], index: int) -> ListRequest:
    """Page `index`. The first is asked as 0 and then as 1, bare and then wrapped, until the site's way is known."""
    wrapped = [params["wrapped"] in (True, "true", "1")] if "wrapped" in params else [False, True]
    firsts = [whole(params["first"], 0)] if "first" in params else [0, 1]
    request: ListRequest | None = None
    for first in reversed(firsts):
        for wrap in reversed(wrapped):
            request = _variant(source, params, index + first, wrap, {"first": first, "wrapped": wrap}, request)
    return request or ListRequest(source.url)


def _variant(
    source: Source,
    params: Mapping[str, Any],
    index: int,
    wrap: bool,
    proves: Mapping[str, Any],
    otherwise: ListRequest | None,
) -> ListRequest:
    project = str(params.get("projectName", "")).strip("/")
    url = joined(source.url, f"/{project}/{_ACTION}" if project else f"/{_ACTION}")
    asked = {
        "deptcode": str(params.get("deptcode", "")),
        "categorynum": str(params["categorynum"]),
        "pageIndex": index,
        "pageSize": whole(params.get("pageSize"), _PER_PAGE),
        "siteGuid": str(params["siteGuid"]),
    }
    content = {"params": asked} if wrap else asked
    number = index - int(proves["first"]) + 1
    return ListRequest.json(url, source.url, content, number=number, proves=proves, otherwise=otherwise)


def _answer(source: Source, page: ListPage) -> Listing:
    if not looks_like_json(page.text):
        raise EmptyListing(url=page.url)
    data = json_in(page.text, page.url)
    if isinstance(data, str):  # some versions quote the JSON once more
        data = json_in(data, page.url)
    found = at(data, "custom.data") or at(data, "custom.infodata") or []
    zone = ZoneInfo(source.timezone)
    listed = (_row(entry, source.url, zone) for entry in (found if isinstance(found, list) else []))
    rows, warnings = bounded(row for row in listed if row)
    if not rows:
        raise EmptyListing(url=page.url)
    params = {**source.params, **page.request.proves}
    total = whole(string_at(data, "custom.total"), 0)
    # Where 0 was answered it may have been page 1 under another name: counted from there, one page more is asked.
    pages_before = page.request.number - (0 if params.get("first") else 1)
    is_more = pages_before * whole(params.get("pageSize"), _PER_PAGE) < total
    return Listing(rows, _ask(source, params, page.request.number) if is_more else None, {}, warnings)


def _row(entry: Any, base: str, zone: ZoneInfo) -> Row | None:
    url = page_url(base, string_at(entry, "infourl", "visiturl", "linkurl") or "#")
    title = text_of(string_at(entry, "realtitle", "title"))
    if not title or url is None or url == base:
        return None
    return Row(key=url, url=url, title=title, published_at=moment_of(string_at(entry, "infodate", "handsdate"), zone))
