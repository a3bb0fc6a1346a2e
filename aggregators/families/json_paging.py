"""Paging through any JSON list, as `source.params` describe it. Pure.

- `page`: the name of the page-number parameter (`currpage`; in a JSON body a dot path, `paging.pageNo`); `first` is the
  number of the first page where it is not 1
- `offset`: the same for systems that count rows instead
- `size`: rows a page, where the answer has no full page to count; `total` and `pages`: dot paths of how many rows or
  pages there are
- `next`: the dot path of the next page's address; with `page`, of the value to put there (a cursor)
- `body_sent`: a POST body, as JSON or as a form; `headers`: further headers, as a mapping or as JSON

Without `total` and `pages` the list goes on until a page is empty or repeats itself; the walk bounds it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aggregators.families.answers import at, string_at, whole
from aggregators.families.contract import ListRequest
from aggregators.families.rows import page_url

PAGE_NAMES = ("page", "pageNo", "pageNum", "pageIndex", "currpage", "currPage", "currentPage", "current", "p")
OFFSET_NAMES = ("offset", "start", "skip", "startrow")
SIZE_NAMES = ("pagesize", "pageSize", "size", "rows", "limit", "perpage", "n")
TOTAL_NAMES = ("total", "totalCount", "totalElements", "count", "recordCount", "totalRecord", "totalNum")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_NOT_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "te", "upgrade", "expect"})
_LONGEST_HEADER = 2_000  # characters; the gov.cn gateway's key has some hundred


def first_page(url: str, params: Mapping[str, Any]) -> ListRequest:
    """The list's first page; the numbers in address and body are believed, where they are."""
    body = _body(params)
    kind = {"Content-Type": _content_type(body)} if body is not None else {}
    request = ListRequest(url, {**kind, **_headers(params)}, body=body)
    name, place = str(params.get("page") or params.get("offset") or ""), str(params.get("first", ""))
    return _with(request, name, place) if name and place.isdecimal() and params.get("page") else request


def following_page(data: Any, params: Mapping[str, Any], request: ListRequest, answered: str) -> ListRequest | None:
    """The page after `request`, which `answered` (its final address) with `data`; None when that was the last."""
    items = at(data, str(params.get("items", "")))
    count = len(items) if isinstance(items, list) else 0
    if params.get("next"):
        return _by_next(string_at(data, str(params["next"])), params, request, answered)
    if params.get("page"):
        number = _number(request, str(params["page"]), _first(params))
        done = (number - _first(params) + 1) * whole(params.get("size"), count)
        return _numbered(request, str(params["page"]), number + 1) if _is_more(data, params, done, request) else None
    if params.get("offset"):
        done = _number(request, str(params["offset"]), 0) + count
        return _numbered(request, str(params["offset"]), done) if _is_more(data, params, done, request) else None
    return None


def guessed_paging(data: Any, url: str, items: str) -> dict[str, str]:
    """What address and answer reveal of the paging: parameters named as most systems do, and the total."""
    asked = dict(parse_qsl(urlsplit(url).query))
    page = next((name for name in PAGE_NAMES if asked.get(name, "").isdecimal()), None)
    offset = next((name for name in OFFSET_NAMES if asked.get(name, "").isdecimal()), None) if page is None else None
    size = next((asked[name] for name in SIZE_NAMES if asked.get(name, "").isdecimal()), None)
    places = [f"{part}.{name}".strip(".") for part in _above(items) for name in TOTAL_NAMES]
    total = next((place for place in places if isinstance(at(data, place), int)), None)
    found = {"page": page, "offset": offset, "size": size, "total": total, "first": _start(page, asked)}
    return {name: value for name, value in found.items() if value} if page or offset else {}


def _start(page: str | None, asked: Mapping[str, str]) -> str | None:
    """A list whose address asks for page 0 counts from 0."""
    return "0" if page and asked[page] == "0" else None


def _above(items: str) -> list[str]:
    """The places around the list, the nearest first: `a.b.rows` lies in `a.b`, `a` and the whole."""
    steps = items.split(".")[:-1]
    return [".".join(steps[:end]) for end in range(len(steps), -1, -1)]


def _by_next(stated: str, params: Mapping[str, Any], request: ListRequest, answered: str) -> ListRequest | None:
    if not stated or stated in ("0", "null", "false"):
        return None
    if params.get("page"):
        return _with(request, str(params["page"]), stated, request.number + 1)
    url = page_url(answered, stated)
    if url is None or url == request.url or urlsplit(url).netloc != urlsplit(request.url).netloc:
        return None  # another host gets neither our headers nor our body
    return ListRequest(url, request.headers, body=request.body, number=request.number + 1)


def _is_more(data: Any, params: Mapping[str, Any], done: int, request: ListRequest) -> bool:
    if params.get("pages"):
        return request.number < whole(string_at(data, str(params["pages"])), 0)
    if params.get("total"):
        return done < whole(string_at(data, str(params["total"])), 0)
    return True


def _first(params: Mapping[str, Any]) -> int:
    return 0 if str(params.get("first", "")) == "0" else whole(params.get("first"), 1)


def _numbered(request: ListRequest, name: str, number: int) -> ListRequest:
    return _with(request, name, str(number), request.number + 1)


def _number(request: ListRequest, name: str, default: int) -> int:
    """Which page or row the request asked for."""
    content = _json(request.body)
    stated = at(content, name) if content is not None else dict(_fields(request)).get(name)
    text = str(stated)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else default


def _with(request: ListRequest, name: str, value: str, number: int = 1) -> ListRequest:
    """The same request for another page: in its JSON body, its form, or its address."""
    content = _json(request.body)
    url, body = request.url, request.body
    if content is not None:
        body = json.dumps(_put(content, name.split("."), value), ensure_ascii=False)
    else:
        encoded = urlencode([*((key, old) for key, old in _fields(request) if key != name), (name, value)])
        parts = urlsplit(url)
        url, body = (urlunsplit(parts._replace(query=encoded)), None) if body is None else (url, encoded)
    return ListRequest(url, request.headers, body=body, number=number)


def _put(content: Any, steps: list[str], value: str) -> Any:
    """`content` with `value` at the path; a number stays one where there was one, or nothing."""
    if not isinstance(content, Mapping):
        content = {}
    inner = content.get(steps[0])
    if len(steps) > 1:
        return {**content, steps[0]: _put(inner, steps[1:], value)}
    as_text = isinstance(inner, str) or not value.isdecimal()
    return {**content, steps[0]: value if as_text else int(value)}


def _fields(request: ListRequest) -> list[tuple[str, str]]:
    query = urlsplit(request.url).query if request.body is None else request.body
    return parse_qsl(query, keep_blank_values=True)


def _body(params: Mapping[str, Any]) -> str | None:
    sent = params.get("body_sent")
    if not sent:
        return None
    return json.dumps(sent, ensure_ascii=False) if isinstance(sent, Mapping) else str(sent)


def _content_type(body: str) -> str:
    return "application/json" if _json(body) is not None else "application/x-www-form-urlencoded; charset=UTF-8"


def _json(body: str | None) -> dict[str, Any] | None:
    """The body as a JSON object; None for a form."""
    try:
        content = json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _headers(params: Mapping[str, Any]) -> dict[str, str]:
    """Those that a source may set: not what the connection itself is made of."""
    stated = params.get("headers")
    given = stated if isinstance(stated, Mapping) else _json(str(stated)) if stated else None
    lines = {str(name): str(value).strip() for name, value in (given or {}).items()}
    return {name: value for name, value in lines.items() if _is_sendable(name, value)}


def _is_sendable(name: str, value: str) -> bool:
    is_name = _HEADER.fullmatch(name) is not None and name.lower() not in _NOT_OURS
    return is_name and value.isprintable() and value.isascii() and len(value) <= _LONGEST_HEADER
