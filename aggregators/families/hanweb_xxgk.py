"""大汉信息公开目录: `/module/xxgk/search.jsp`, a POST form that answers with an HTML fragment.

It does not filter by column: only links with `art_{column}_` are the column's. Parameters in `source.params`: `jdid`,
`area`, `divid`, `infotypeId`, and `column` where the address does not say it.
"""

import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from aggregators.addresses import joined
from aggregators.families.answers import in_script
from aggregators.families.contract import Listing, ListPage, ListRequest, bounded
from aggregators.families.frames import into_frame
from aggregators.families.rows import rows_by
from content_models.sources.documents import Source

_SEARCH = "/module/xxgk/search.jsp"
_ROWS = ".tr_main_value_odd, .tr_main_value_even"
_DATE = "td:nth-child(3)"
_FIXED = {
    **dict.fromkeys(("vc_title", "vc_number", "vc_filenumber", "vc_all", "texttype"), ""),
    "fbtime": "-1",
    "sortfield": ",createdatetime:0,orderid:0",
    "standardXxgk": "1",
    "isAllList": "1",
}
_LEARNT = ("infotypeId", "jdid", "area", "divid")
_CALL = re.compile(r"/module/xxgk/(?:search|tree)\.jsp\?([^\"'<>\s]{1,600})")
_INPUT = re.compile(r"<input[^>]+name=[\"'](\w+)[\"'][^>]*value=[\"']([^\"']{0,200})[\"']", re.IGNORECASE)
_COLUMN = re.compile(r"/col/col(\d+)/|[?&](?:columnid|cid)=(\d+)")
_PAGES = re.compile(r"共(?:\s|&nbsp;|<[^>]{0,99}>){0,6}(\d{1,6})(?:\s|&nbsp;|<[^>]{0,99}>){0,6}页")


class HanwebXxgk:
    def evidence(self, page: ListPage) -> str | None:
        if "/module/xxgk/" in page.text:
            return "页面脚本调用大汉信息公开目录接口 /module/xxgk/"
        return "页面是大汉信息公开目录的列表行 (tr_main_value)" if "tr_main_value_" in page.text else None

    def first_request(self, source: Source) -> ListRequest:
        return _search(source, source.params, 1) if _is_complete(source.params) else ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        rows, warnings = bounded(rows_by(page.text, page.url, ZoneInfo(source.timezone), _ROWS, date=_DATE))
        column = _column(source)
        own = [row for row in rows if column is None or f"art_{column}_" in row.url]
        learnt = _stated(page.text)
        params = {**source.params, **learnt}
        following = _next(source, params, page)
        if own or (rows and following):  # a page of other columns' rows only is not the end
            return Listing(own, following, learnt, warnings)
        if learnt and _is_complete(params) and page.request.body is None:
            return Listing([], _search(source, params, 1), learnt)
        return into_frame(page)


def _stated(text: str) -> dict[str, str]:
    """From the calls in scripts, hidden fields and variables, in this order; the first counts."""
    said: dict[str, str] = {}
    for call in _CALL.finditer(html.unescape(text)):
        said = dict(parse_qsl(call[1])) | said
    said = dict(_INPUT.findall(text)) | said
    return {name: value for name in _LEARNT if (value := said.get(name) or in_script(text, name))}


def _is_complete(params: Mapping[str, Any]) -> bool:
    return bool(params.get("jdid")) and bool(params.get("area") or params.get("divid"))


def _column(source: Source) -> str | None:
    if source.params.get("column"):
        return str(source.params["column"])
    match = _COLUMN.search(source.url)
    return match[1] or match[2] if match else None


def _search(source: Source, params: Mapping[str, Any], number: int) -> ListRequest:
    stated = {name: str(params[name]) for name in _LEARNT if params.get(name)}
    fields = {**_FIXED, **stated, "currpage": str(number)}
    parts = urlsplit(source.url)
    url = joined(f"{parts.scheme}://{parts.netloc}/", str(params.get("search", _SEARCH)))
    repeated = {name: value for name, value in fields.items() if name != "infotypeId"}
    return ListRequest.form(f"{url}?{urlencode(repeated)}", source.url, fields, number=number)


def _last_page(text: str) -> int:
    pages = _PAGES.search(text)
    return int(pages[1]) if pages else 1


def _next(source: Source, params: Mapping[str, Any], page: ListPage) -> ListRequest | None:
    is_more = page.request.number < _last_page(page.text) and _is_complete(params)
    return _search(source, params, page.request.number + 1) if is_more else None
