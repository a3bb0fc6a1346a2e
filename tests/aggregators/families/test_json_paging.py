"""Any JSON list is paged through as its source record says, in the shapes of real interfaces (texts are 示例)."""

import json
from contextlib import aclosing
from typing import Any

import pytest
from aiohttp import web

from aggregators.families import family_of
from aggregators.families.contract import ListRequest
from aggregators.fetch import Fetcher
from aggregators.sniff import sniff
from aggregators.trial import provisional_source
from aggregators.walk import MAX_PAGES, walk
from content_models.sources.documents import SourceFamily
from tests.aggregators.families.pages import a_source, listed
from tests.aggregators.families.recorded import COUNT, day, title, window
from tests.aggregators.site import Site


def rows(numbers: range) -> list[dict[str, Any]]:
    return [{"title": title(n), "url": f"/a/{n}.html", "created_at": str(day(n))} for n in numbers]


async def read(fetcher: Fetcher, url: str, params: dict[str, Any]) -> list[str]:
    """The titles in order; every page once."""
    source = provisional_source(url, SourceFamily.json_api, params=params, allow_private_network=True)
    titles: list[str] = []
    async with aclosing(walk(fetcher, source)) as steps:
        async for step in steps:
            titles += [row.title for row in step.listing.rows]
    return titles


ALL = [title(n) for n in range(1, COUNT + 1)]


def gkmlpt(request: web.Request) -> dict[str, Any]:
    """Guangdong: the page in the address, the total beside the rows."""
    return {"total": COUNT, "articles": rows(window(int(request.query["page"])))}


def szinf(request: web.Request) -> dict[str, Any]:
    """Suzhou: no total at all; a page beyond the last is empty."""
    return {"infolist": rows(window(int(request.query.get("currpage", "1"))))}


def zero(request: web.Request) -> dict[str, Any]:
    return {"data": {"rows": rows(window(int(request.query["pageIndex"]) + 1)), "totalCount": COUNT}}


def offset(request: web.Request) -> dict[str, Any]:
    start = int(request.query.get("start", "0"))
    return {"list": rows(range(start + 1, min(start + 10, COUNT) + 1)), "count": COUNT}


def pages(request: web.Request) -> dict[str, Any]:
    return {"list": rows(window(int(request.query.get("no", "1")))), "pageCount": 3}


def address(request: web.Request) -> dict[str, Any]:
    number = int(request.query.get("p", "1"))
    return {"list": rows(window(number)), "next": f"?p={number + 1}" if number < 3 else None}


def cursor(request: web.Request) -> dict[str, Any]:
    number = {"": 1, "bbb": 2, "ccc": 3}[request.query.get("after", "")]
    return {"list": rows(window(number)), "cursor": {1: "bbb", 2: "ccc", 3: ""}[number]}


def endless(request: web.Request) -> dict[str, Any]:
    """A parameter that is ignored: always the first page."""
    return {"list": rows(range(1, COUNT + 1)), "count": 10_000}


PLACES = {"items": "list", "title": "title", "url": "url", "date": "created_at"}


@pytest.mark.parametrize(
    ("answer", "query", "params"),
    [
        (gkmlpt, "?page=1&sid=755", {}),
        (szinf, "?pagesize=10&currpage=1&channelid=ab", {}),
        (szinf, "?channelid=ab", {"page": "currpage"}),
        (zero, "?pageIndex=0&pageSize=10", {}),
        (zero, "?pageIndex=0", {"page": "pageIndex", "first": "0"}),
        (offset, "?start=0", {}),
        (offset, "", {**PLACES, "offset": "start", "total": "count"}),
        (pages, "", {**PLACES, "page": "no", "pages": "pageCount"}),
        (pages, "", {**PLACES, "page": "no", "first": 1, "pages": "pageCount"}),
        (address, "", {**PLACES, "next": "next"}),
        (cursor, "", {**PLACES, "next": "cursor", "page": "after"}),
        (endless, "", {**PLACES, "page": "page", "total": "count"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_a_list_is_read_to_its_end_in_order(
    answer: Any, query: str, params: dict[str, Any], site: Site, fetcher: Fetcher
) -> None:
    async def api(request: web.Request) -> web.StreamResponse:
        return web.json_response(answer(request))

    site.pages["/api"] = api
    assert await read(fetcher, site.url(f"/api{query}"), params) == ALL
    assert len(site.asked) <= 4, "no page is asked for in vain but the one after the last"


def gateway(site: Site) -> str:
    """The shape of gov.cn's search gateway: a JSON body, a key in the headers, rows deep inside."""

    async def forward(request: web.Request) -> web.StreamResponse:
        if request.method != "POST" or request.headers.get("athenaAppName") != "示例".encode().hex():
            raise web.HTTPForbidden
        asked = await request.json()
        assert (asked["code"], asked["paging"]["pageSize"]) == ("17da", "10")
        found = [
            {"title": f"<em>{title(n)}</em>", "title_no_tag": title(n), "url": f"/a/{n}.html", "time": str(day(n))}
            for n in window(asked["paging"]["pageNo"])
        ]
        data = {"pager": {"total": COUNT}, "middle": {"list": found}}
        return web.json_response({"resultCode": {"code": 200}, "result": {"data": data}})

    site.pages["/athena/forward/2B22"] = forward
    return site.url("/athena/forward/2B22")


async def test_a_gateway_is_asked_by_post_with_body_and_headers_from_the_record(site: Site, fetcher: Fetcher) -> None:
    asked = {"code": "17da", "orderBy": "time", "paging": {"pageNo": 1, "pageSize": "10"}, "filters": []}
    known = {
        "body_sent": json.dumps(asked),
        "headers": json.dumps({"athenaAppName": "示例".encode().hex(), "Host": "elsewhere.example"}),
        "page": "paging.pageNo",
        "total": "result.data.pager.total",
    }
    found = await sniff(fetcher, gateway(site), allow_private=True, family=SourceFamily.json_api, params=known)
    assert (found.params["items"], found.params["title"]) == ("result.data.middle.list", "title_no_tag")
    assert await read(fetcher, found.url, found.params) == ALL


async def test_a_form_is_paged_in_its_fields(site: Site, fetcher: Fetcher) -> None:
    async def api(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        assert form["channel"] == "通知"
        return web.json_response({"list": rows(window(int(str(form["pageNo"])))), "total": COUNT})

    site.pages["/api"] = api
    params = {"body_sent": "channel=通知&pageNo=1", "page": "pageNo", "total": "total"}
    assert await read(fetcher, site.url("/api"), params) == ALL


async def test_an_endless_pager_with_ever_new_rows_is_bounded(site: Site, fetcher: Fetcher) -> None:
    count = 0

    async def api(_: web.Request) -> web.StreamResponse:
        nonlocal count
        count += 1
        return web.json_response({"list": [{"title": title(count), "url": f"/{count}", "date": "2024-05-06"}]})

    site.pages["/api"] = api
    assert len(await read(fetcher, site.url("/api?page=1"), {})) == MAX_PAGES == count


def test_a_next_address_on_another_host_is_not_followed() -> None:
    """It would be sent the source's own headers."""
    source = a_source(SourceFamily.json_api, params={**PLACES, "next": "next", "headers": {"key": "s"}})
    answer = json.dumps({"list": rows(range(1, 3)), "next": "https://evil.example/api"})
    assert listed(source, answer).next is None


@pytest.mark.parametrize(
    "headers", [{"Host": "a"}, {"Content-Length": "5"}, {"a b": "c"}, {"x": "a\r\nHost: b"}, {"x": "示例"}, "{", ["a"]]
)
def test_headers_that_would_break_the_request_are_not_sent(headers: object) -> None:
    source = a_source(SourceFamily.json_api, params={"headers": headers})
    assert family_of(SourceFamily.json_api).first_request(source).headers == {}


def test_what_the_list_states_of_an_item_is_kept() -> None:
    source = a_source(SourceFamily.json_api, params={**PLACES, "doc_no": "wh", "issuers": "dept"})
    answer = json.dumps({"list": [rows(range(1, 2))[0] | {"wh": "示政发〔2024〕1号", "dept": "示例市人民政府"}]})
    [row] = listed(source, answer, request=ListRequest("https://www.example.gov/api")).rows
    assert row.facts == {"doc_no": "示政发〔2024〕1号", "issuers": "示例市人民政府"}
