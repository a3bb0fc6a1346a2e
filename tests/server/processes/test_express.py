"""The express lane answers what the usual way answers, byte for byte, and leaves to it what is out of the ordinary."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware

from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps
from mobile_api.transport.endpoint import GRAPHQL_PATH, Endpoint, graphql_routes
from mobile_api.transport.head import Head
from mobile_api.transport.limits import Limits
from mobile_api.transport.replies import Reply
from mobile_api.transport.trusted import TrustedDocuments
from server.processes.express import Lane, express
from server.processes.patience import PatientProtocol
from server.security import SecurityHeaders, security_headers
from tests.mobile_api.city import City
from tests.mobile_api.client import KEEPING, Phones, PlainTokens, sign_in_by
from tests.web import serving

FEED = "query Feed { feed(first: 2) { edges { node { id title } } } }"
OWN = "{ viewer { id } }"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> tuple[int, dict[str, str], bytes]:
        """Without what tells the time: a window of a budget ends whenever a minute does."""
        lasting = {name: text for name, text in self.headers.items() if name not in {"date", "ratelimit"}}
        return self.status, lasting, self.body


class Wire:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def answer(self, *, bodiless: bool = False) -> Answer:
        async with asyncio.timeout(10):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if line)
            length = 0 if bodiless else int(headers.get("content-length", 0))
            return Answer(int(head[0].split()[1]), headers, await self.reader.readexactly(length))

    async def ask(self, request: bytes) -> Answer:
        self.writer.write(request)
        return await self.answer(bodiless=request.startswith(b"HEAD"))


class Watched(Endpoint):
    """Counts what comes to it past ASGI, and fails when told to."""

    found = made = 0
    fails = False
    gate: asyncio.Event | None = None

    def __init__(self, deps: Deps) -> None:
        super().__init__(deps)
        self.asked = asyncio.Event()

    def kept(self, head: Head, body: bytes) -> Reply | None:
        found = super().kept(head, body)
        self.found += found is not None
        return found

    async def answer(self, head: Head, body: bytes) -> Reply:
        self.made += 1
        self.asked.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.fails:
            raise RuntimeError("not meant to be read")
        return await super().answer(head, body)


@asynccontextmanager
async def wire_to(url: str) -> AsyncIterator[Wire]:
    wire = Wire(*await asyncio.open_connection("127.0.0.1", urlsplit(url).port))
    try:
        yield wire
    finally:
        wire.writer.transport.abort()


@dataclass
class Site:
    endpoint: Watched
    url: str
    usual: str  # the same endpoint without its lane


@pytest.fixture
async def deps(store: Store) -> Deps:
    city = City(store)
    await city.organ()
    for number in range(3):
        await city.policy(f"关于第{number}批示例工作的通知")
    await city.project()
    timeline = Timeline()
    await timeline.refresh(store)
    return Deps(
        store=store,
        timeline=timeline,
        cursor_secret=b"cursor secret of the tests",
        tokens=PlainTokens(),
        sign_in=sign_in_by(Phones()),
        trusted=TrustedDocuments({"feed": FEED}),
        keeping=KEEPING,
    )


@asynccontextmanager
async def site_on(deps: Deps) -> AsyncIterator[Site]:
    endpoint = Watched(deps)
    layers = [Middleware(SecurityHeaders, https=True)]
    app = Starlette(routes=graphql_routes(endpoint), middleware=layers)
    lane = Lane(GRAPHQL_PATH, endpoint, security_headers(https=True))
    async with serving(app, express(lane)) as url, serving(app, PatientProtocol) as usual:
        yield Site(endpoint, url, usual)


@pytest.fixture
async def site(deps: Deps) -> AsyncIterator[Site]:
    async with site_on(deps) as site:
        yield site


def posted(body: object, *more: str, method: str = "POST", content_type: str = "application/json") -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"{method} /graphql HTTP/1.1", "host: app.test", f"content-type: {content_type}", *more]
    return "\r\n".join([*lines, f"content-length: {len(content)}", "", ""]).encode() + content


def got(query: str, *more: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} /graphql?{query} HTTP/1.1", "host: app.test", *more, "", ""]).encode()


REQUESTS = {
    "a document": posted({"query": FEED}),
    "a trusted one": posted({"documentId": "feed"}),
    "in brotli": posted({"documentId": "feed"}, "accept-encoding: br"),
    "as a GraphQL response": posted({"documentId": "feed"}, "accept: application/graphql-response+json"),
    "with a charset": posted({"documentId": "feed"}, content_type="application/json; charset=utf-8"),
    "got": got("documentId=feed"),
    "only its head": got("documentId=feed", method="HEAD"),
    "got, unknown": got(f"query={quote('{ topics { id } }')}"),
    "one viewer's own": posted({"query": OWN}, "authorization: Bearer viewer:r1:s1"),
    "without a token": posted({"query": OWN}),
    "a bad token": posted({"documentId": "feed"}, "authorization: Bearer nonsense"),
    "another method": posted({"query": FEED}, method="PUT"),
    "another type": posted({"query": FEED}, content_type="text/plain"),
    "no type that we speak": posted({"query": FEED}, "accept: text/html"),
    "no JSON": posted(b"{"),
    "nothing": posted(b""),
    "not a document": posted({"query": "{ nothing }"}),
    "too large": posted({"query": FEED, "variables": {"x": "x" * 120_000}}),
    "a variable too many": posted({"query": FEED, "variables": {"x": 1}}),
    "the last": posted({"documentId": "feed"}, "connection: close"),
    "of the old kind": posted({"documentId": "feed"}).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
async def test_both_ways_answer_the_same(deps: Deps, request_: bytes) -> None:
    """Twice: when the answer is made, and when it may be kept. Each way has its own city, so that budgets agree."""
    said = []
    for turn in ("url", "usual"):
        async with site_on(deps) as site:
            for _ in range(2):
                async with wire_to(getattr(site, turn)) as wire:
                    said.append((await wire.ask(request_)).said)
    assert said[:2] == said[2:]


async def test_a_kept_page_is_found_past_asgi_and_an_own_one_is_made_there(site: Site) -> None:
    async with wire_to(site.url) as wire:
        for _ in range(3):
            answer = await wire.ask(posted({"documentId": "feed"}))
            assert len(json.loads(answer.body)["data"]["feed"]["edges"]) == 2
        assert (site.endpoint.made, site.endpoint.found) == (1, 2)
        await wire.ask(posted({"query": OWN}, "authorization: Bearer viewer:r1:s1"))
        assert (site.endpoint.made, site.endpoint.found) == (2, 2)


async def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    async with wire_to(site.url) as wire:
        tag = (await wire.ask(got("documentId=feed"))).headers["etag"]
        again = await wire.ask(got("documentId=feed", f"if-none-match: {tag}"))
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)


async def in_pieces(wire: Wire) -> None:
    head, _, body = posted({"documentId": "feed"}).partition(b"\r\n\r\n")
    wire.writer.write(head + b"\r\n\r\n" + body[:5])
    await wire.writer.drain()
    await asyncio.sleep(0.05)  # a packet of its own
    wire.writer.write(body[5:])


async def told_to_go_on(wire: Wire) -> None:
    head, _, body = posted({"documentId": "feed"}, "expect: 100-continue").partition(b"\r\n\r\n")
    wire.writer.write(head + b"\r\n\r\n")
    assert (await wire.answer()).status == 100
    wire.writer.write(body)


@pytest.mark.parametrize("send", [in_pieces, told_to_go_on])
async def test_what_does_not_come_whole_goes_the_usual_way(site: Site, send: Callable[[Wire], Awaitable[None]]) -> None:
    async with wire_to(site.url) as wire:
        for _ in range(2):
            await send(wire)
            assert json.loads((await wire.answer()).body)["data"]["feed"]
    assert (site.endpoint.made, site.endpoint.found) == (0, 0)


async def test_requests_sent_ahead_are_answered_in_their_order(site: Site) -> None:
    names = ["A", "B", "C", "D"]
    documents = [{"query": f"query {name} {{ {name}: topics {{ id }} }}"} for name in names]
    async with wire_to(site.url) as wire:
        wire.writer.write(b"".join(map(posted, documents)))
        for name in names:
            assert list(json.loads((await wire.answer()).body)["data"]) == [name]


async def test_a_stream_of_events_has_the_connection_for_itself(site: Site) -> None:
    async with wire_to(site.url) as wire:
        asked = posted({"query": "{ topics { id } }"}, "accept: text/event-stream")
        wire.writer.write(asked)
        answer = await wire.answer()
        assert answer.headers["content-type"].startswith("text/event-stream")
    assert site.endpoint.made == 0


async def test_whoever_stands_behind_a_proxy_pays_for_himself(deps: Deps) -> None:
    async with site_on(replace(deps, limits=Limits(address_points=1))) as site, wire_to(site.url) as wire:
        statuses = [
            (await wire.ask(posted({"documentId": "feed"}, f"x-forwarded-for: {address}", "accept: */*"))).body
            for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2")
        ]
    assert [b"RATE_LIMITED" in body for body in statuses] == [False, True, False]


async def test_a_failure_is_answered_and_not_told(site: Site) -> None:
    site.endpoint.fails = True
    async with wire_to(site.url) as wire:
        answer = await wire.ask(posted({"query": OWN}))
        assert answer.status == 500
        assert json.loads(answer.body)["errors"][0]["extensions"]["code"] == "INTERNAL"
        assert b"meant to be read" not in answer.body
        site.endpoint.fails = False
        assert (await wire.ask(posted({"query": FEED}))).status == 200


async def test_whoever_leaves_before_the_answer_disturbs_nobody(site: Site) -> None:
    site.endpoint.gate = asyncio.Event()
    async with wire_to(site.url) as gone:
        gone.writer.write(posted({"query": OWN}))
        await site.endpoint.asked.wait()
    site.endpoint.gate.set()
    async with wire_to(site.url) as wire:
        assert (await wire.ask(posted({"query": FEED}))).status == 200
