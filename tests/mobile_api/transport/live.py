"""A tiny schema whose subscriptions a test drives by hand, served over real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from websockets.asyncio.client import ClientConnection, connect

from content_models.kit.errors import InvalidInput, SessionExpired
from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps, ViewerClaims
from mobile_api.transport.endpoint import GRAPHQL_PATH, Endpoint
from mobile_api.transport.live.limits import LiveLimits
from mobile_api.transport.trusted import TrustedDocuments
from tests.mobile_api.client import Phones, PlainTokens, sign_in_by
from tests.web import serving

PROTOCOL = "graphql-transport-ws"


class Ticker:
    """Ticks 1, 2, 3 … as a test says; `listening` counts the resolvers that are at it."""

    def __init__(self) -> None:
        self.last, self.listening = 0, 0
        self._changed = asyncio.Condition()

    async def tick(self, times: int = 1) -> None:
        async with self._changed:
            self.last += times
            self._changed.notify_all()

    async def listeners(self, number: int) -> None:
        async with asyncio.timeout(60), self._changed:
            await self._changed.wait_for(lambda: self.listening == number)

    async def since(self, seen: int) -> AsyncIterator[int]:
        await self._count(1)
        try:
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda known=seen: self.last > known)
                while seen < self.last:
                    seen += 1
                    yield seen
        finally:
            await asyncio.shield(asyncio.ensure_future(self._count(-1)))

    async def _count(self, by: int) -> None:
        async with self._changed:
            self.listening += by
            self._changed.notify_all()


TICKER: list[Ticker] = []  # of the test that is running


@strawberry.type
class Tick:
    number: int

    @strawberry.field
    def padding(self, size: int) -> str:
        return "字" * size


@strawberry.type
class Query:
    @strawberry.field
    def hello(self) -> str:
        return "你好"


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self, since: int = 0, last: int = 10**9) -> AsyncIterator[Tick]:
        if since < 0:
            raise InvalidInput("从头开始。") if since > -7 else RuntimeError("password=hunter2")
        async for number in TICKER[-1].since(since):
            yield Tick(number=number)
            if number >= last:
                return


SCHEMA = strawberry.Schema(Query, subscription=Subscription)._schema


class ShortTokens(PlainTokens):
    expired = False

    def verify(self, token: str) -> ViewerClaims:
        if self.expired:
            raise SessionExpired
        return super().verify(token)


class Live:
    def __init__(self, store: Store, limits: LiveLimits | None = None) -> None:
        self.ticker, self.tokens = Ticker(), ShortTokens()
        TICKER.append(self.ticker)
        self.deps = Deps(
            store=store,
            timeline=Timeline(),
            cursor_secret=b"",
            tokens=self.tokens,
            sign_in=sign_in_by(Phones()),
            trusted=TrustedDocuments({}),
            live_limits=limits or LiveLimits(),
        )
        self.endpoint = Endpoint(self.deps, SCHEMA)
        self.url = ""

    @asynccontextmanager
    async def served(self) -> AsyncIterator["Live"]:
        app = Starlette(routes=[Route(GRAPHQL_PATH, self.endpoint), WebSocketRoute(GRAPHQL_PATH, self.endpoint.live)])
        async with serving(app) as url:
            self.url = f"{url}{GRAPHQL_PATH}"
            yield self

    @asynccontextmanager
    async def socket(self, token: str | None = None, *, ready: bool = True) -> AsyncIterator["Client"]:
        url = self.url.replace("http", "ws", 1)
        async with connect(url, subprotocols=[PROTOCOL], ping_interval=None, compression=None) as wire:  # type: ignore[list-item]
            client = Client(wire)
            if ready:
                await client.send(type="connection_init", payload={"authorization": token} if token else None)
                assert await client.receive() == {"type": "connection_ack"}
            yield client


class Client:
    def __init__(self, wire: ClientConnection) -> None:
        self.wire = wire

    async def send(self, **message: Any) -> None:
        await self.wire.send(json.dumps(message))

    async def subscribe(self, query: str, key: str = "1", **variables: Any) -> None:
        await self.send(id=key, type="subscribe", payload={"query": query, "variables": variables})

    async def receive(self) -> Any:
        async with asyncio.timeout(30):
            return json.loads(await self.wire.recv())

    async def talk(self) -> None:
        """For as long as there are answers."""
        while True:
            await self.send(type="ping")
            await self.receive()

    async def closed(self) -> int | None:
        async with asyncio.timeout(30):
            await self.wire.wait_closed()
        return self.wire.close_code
