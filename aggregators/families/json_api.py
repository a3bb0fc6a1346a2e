"""Any JSON list, described by dot paths in `source.params`: `items`, and in each item `title`, `url`, `date`, `id`,
`summary`, `body`, `doc_no`, `issuers`. Where they are not given they are guessed. Paging: `json_paging`."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from aggregators.errors import EmptyListing
from aggregators.families.answers import at, json_in, looks_like_json, moment_of, string_at
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded, text_of
from aggregators.families.errors import UnreadableListing
from aggregators.families.json_paging import first_page, following_page, guessed_paging
from aggregators.families.rows import page_url
from content_models.sources.documents import Source

_USUAL = {
    "title": ("title_no_tag", "title", "realtitle", "name", "subject", "docTitle", "articleTitle"),
    "url": ("url", "link", "href", "post_url", "infourl", "visiturl", "docPubUrl", "pubUrl", "linkUrl"),
    "date": (
        *("date", "pubtime", "pubTime", "pubDate", "publishTime", "publish_time", "publishDate", "infodate"),
        *("display_publish_time", "time", "created_at", "create_time", "createTime", "docRelTime", "updated_at"),
    ),
    "id": ("id", "docId", "articleId", "guid"),
    "summary": ("summary", "abstract", "description", "digest"),
}
_FACTS = ("doc_no", "issuers")
_DEEPEST = 5
_NAMES_SHOWN, _LONGEST_SHOWN = 12, 300


class JsonApi:
    def evidence(self, page: ListPage) -> str | None:
        try:
            paths = _guess(json_in(page.text, page.url)) if looks_like_json(page.text) else {}
        except UnreadableListing:
            return None
        return f"返回 JSON 列表，条目在 {paths['items'] or '顶层'}" if paths else None

    def first_request(self, source: Source) -> ListRequest:
        return first_page(source.url, source.params)

    def list(self, source: Source, page: ListPage) -> Listing:
        data = json_in(page.text, page.url)
        guessed = {} if "items" in source.params else _guess(data)
        if guessed and not {"page", "offset", "next"} & source.params.keys():
            guessed |= guessed_paging(data, source.url, guessed["items"])
        params = {**guessed, **source.params}
        rows, warnings = bounded(_rows(data, params, page.url, ZoneInfo(source.timezone)))
        if not rows:
            raise EmptyListing(url=page.url)
        learnt = {name: value for name, value in guessed.items() if name not in source.params}
        return Listing(rows, following_page(data, params, _asked(page), page.url), learnt, warnings)


def _guess(data: Any, path: str = "", depth: int = 0) -> dict[str, str]:
    """Where the first list of things with a title and an address is, and how it names their parts."""
    if isinstance(data, list):
        return _names(data[0], path) if data and isinstance(data[0], dict) else {}
    if not isinstance(data, dict) or depth >= _DEEPEST:
        return {}
    inner = (_guess(value, f"{path}.{name}".strip("."), depth + 1) for name, value in data.items())
    return next((found for found in inner if found), {})


def _names(item: Mapping[str, Any], path: str) -> dict[str, str]:
    named = {part: next((name for name in usual if name in item), "") for part, usual in _USUAL.items()}
    known = {part: name for part, name in named.items() if name}
    return {"items": path, **known} if "title" in known and "url" in known else {}


def lists_in(data: Any, path: str = "", depth: int = 0) -> Iterator[str]:
    """Each list of things, and how it names their parts, for whoever has to say which is which."""
    if isinstance(data, list) and data and isinstance(data[0], dict):
        yield f"{path or '（顶层）'} 是列表，每条有 {'、'.join(map(str, list(data[0])[:_NAMES_SHOWN]))}。"[
            :_LONGEST_SHOWN
        ]
    elif isinstance(data, dict) and depth < _DEEPEST:
        for name, value in data.items():
            yield from lists_in(value, f"{path}.{name}".strip("."), depth + 1)


def _rows(data: Any, params: Mapping[str, Any], base: str, zone: ZoneInfo) -> Iterator[Row]:
    items = at(data, str(params.get("items", "")))
    for item in items if isinstance(items, list) else []:
        url = page_url(base, _said(item, params, "url") or "#")
        title = text_of(_said(item, params, "title"))
        if url is None or not title or not _said(item, params, "url"):
            continue
        yield Row(
            key=_said(item, params, "id") or url,
            url=url,
            title=title,
            published_at=moment_of(_said(item, params, "date"), zone),
            summary=text_of(_said(item, params, "summary")) or None,
            body_html=_said(item, params, "body") or None,
            facts={part: fact for part in _FACTS if (fact := text_of(_said(item, params, part)))},
        )


def _said(item: Any, params: Mapping[str, Any], part: str) -> str:
    path = str(params.get(part, ""))
    return string_at(item, path) if path else ""


def _asked(page: ListPage) -> ListRequest:
    return page.request if page.request.url else ListRequest(page.url)
