"""国务院政策文件库: `search-gov/data` on sousuo.www.gov.cn, JSON.

With `t=zhengcelibrary` the rows stand by kind in `catMap`, with `_gw` and `_bm` in one `listVO`. `source.params` may
hold any of the search's filters (`q`, `puborg`, `pcodeJiguan`, `childtype`, `mintime` …).
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from aggregators.errors import EmptyListing
from aggregators.families.answers import at, json_in, looks_like_json, moment_of, string_at, whole
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded, text_of
from aggregators.families.rows import page_url
from content_models.sources.documents import Source

_ENDPOINT = "https://sousuo.www.gov.cn/search-gov/data"
_PATH = "/search-gov/data"
_DEFAULTS = {"t": "zhengcelibrary", "q": "", "n": "20", "sort": "pubtime", "sortType": "1", "searchfield": "title"}
_FILTERS = (
    *("t", "q", "n", "sort", "sortType", "searchfield", "timetype", "mintime", "maxtime", "pcodeJiguan", "pcodeYear"),
    *("pcodeNum", "puborg", "childtype", "subchildtype", "tsbq", "pubtimeyear", "filetype", "inpro"),
)
_LIBRARY_PAGES = ("sousuo.www.gov.cn", "www.gov.cn/zhengce/zhengceku")


class GovCnLibrary:
    def evidence(self, page: ListPage) -> str | None:
        if looks_like_json(page.text) and '"searchVO"' in page.text[:5000]:
            return "返回国务院政策文件库的检索结果 (searchVO)"
        return "网址属于国务院政策文件库" if any(place in page.url for place in _LIBRARY_PAGES) else None

    def first_request(self, source: Source) -> ListRequest:
        return _ask(source, 1)

    def list(self, source: Source, page: ListPage) -> Listing:
        found = at(json_in(page.text, page.url), "searchVO")
        zone = ZoneInfo(source.timezone)
        rows, warnings = bounded(row for entry in _entries(found) if (row := _row(entry, page.url, zone)))
        if not rows:
            raise EmptyListing(url=page.url)
        asked = page.request.number * whole(_query(source)["n"], 20)
        is_more = asked < _total(found)
        return Listing(rows, _ask(source, page.request.number + 1) if is_more else None, {}, warnings)


def _query(source: Source) -> dict[str, str]:
    """The defaults, what the source's address asks for, and what its parameters say, in rising order."""
    in_address = dict(parse_qsl(urlsplit(source.url).query)) if _PATH in source.url else {}
    stated = {name: str(source.params[name]) for name in _FILTERS if source.params.get(name) is not None}
    return {**_DEFAULTS, **{name: value for name, value in in_address.items() if name in _FILTERS}, **stated}


def _ask(source: Source, number: int) -> ListRequest:
    endpoint = source.url.partition("?")[0] if _PATH in source.url else _ENDPOINT
    query = urlencode({**_query(source), "p": str(number)})
    return ListRequest(f"{endpoint}?{query}", {"Referer": source.url}, number=number)


def _entries(found: Any) -> Iterator[Any]:
    listed = at(found, "listVO")
    yield from listed if isinstance(listed, list) else []
    kinds = at(found, "catMap")
    for kind in kinds.values() if isinstance(kinds, Mapping) else []:
        entries = at(kind, "listVO")
        yield from entries if isinstance(entries, list) else []


def _total(found: Any) -> int:
    """Of the largest kind: each is paged for itself, all under one page number."""
    kinds = at(found, "catMap")
    counts = [at(kind, "totalCount") for kind in kinds.values()] if isinstance(kinds, Mapping) else []
    return max((whole(count, 0) for count in [*counts, at(found, "totalCount")]), default=0)


def _row(entry: Any, base: str, zone: ZoneInfo) -> Row | None:
    url = page_url(base, string_at(entry, "url") or "#")
    title = text_of(string_at(entry, "title"))
    if url is None or not title or not string_at(entry, "url"):
        return None
    moments = (
        moment_of(stated, zone) for name in ("pubtime", "ptime", "pubtimeStr") if (stated := string_at(entry, name))
    )
    return Row(
        key=string_at(entry, "id") or url,
        url=url,
        title=title,
        published_at=next((moment for moment in moments if moment), None),
        summary=text_of(string_at(entry, "summary")) or None,
        facts=_facts(entry),
    )


def _facts(entry: Any) -> dict[str, str]:
    stated = {"doc_no": string_at(entry, "pcode"), "issuers": string_at(entry, "puborg")}
    return {name: text for name, value in stated.items() if (text := text_of(value))}
