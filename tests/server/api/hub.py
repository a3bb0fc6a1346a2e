"""A small hub on loopback: takes subscriptions, verifies them over HTTP, distributes what is published."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Self

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

CHALLENGE = "challenge-示例"


@dataclass
class LoopbackHub:
    """`answers` is the status of the next subscription request; `verifies` whether it then asks back. One that
    `is_hasty` asks back, distributes, and only then fails to answer."""

    answers: int = 202
    verifies: bool = True
    is_hasty: bool = False
    lease: int = 864_000
    asked: list[dict[str, str]] = field(default_factory=list)
    confirmations: list[tuple[int, str]] = field(default_factory=list)
    feed: str = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/hub", self._subscribe)
        app.router.add_get("/rss", self._serve)
        self._server = TestServer(app)
        self._client = aiohttp.ClientSession()
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()
        await self._server.close()

    def url(self, path: str) -> str:
        return str(self._server.make_url(path))

    async def _serve(self, request: web.Request) -> web.Response:
        links = {"Link": f'<{self.url("/hub")}>; rel="hub", <{self.url("/rss")}>; rel="self"'} if self.feed else {}
        return web.Response(text=self.feed or "<rss/>", content_type="application/rss+xml", headers=links)

    async def _subscribe(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.verifies and self.answers == 202:
            await self.verify(form["hub.callback"], form["hub.topic"])
        if self.is_hasty:
            await self.distribute(self.feed)
            return web.Response(status=500)
        return web.Response(status=self.answers)

    async def verify(self, callback: str, topic: str, mode: str = "subscribe") -> int:
        query = {"hub.mode": mode, "hub.topic": topic, "hub.challenge": CHALLENGE, "hub.lease_seconds": str(self.lease)}
        async with self._client.get(callback, params=query) as answer:
            self.confirmations.append((answer.status, await answer.text()))
            return answer.status

    async def distribute(self, body: str, *, secret: str | None = None, method: str = "sha256") -> int:
        """To the last subscriber; `secret` replaces the agreed one."""
        form = self.asked[-1]
        key = form["hub.secret"] if secret is None else secret
        digest = hmac.new(key.encode(), body.encode(), getattr(hashlib, method)).hexdigest()
        headers = {"X-Hub-Signature": f"{method}={digest}", "Content-Type": "application/rss+xml; charset=utf-8"}
        async with self._client.post(form["hub.callback"], data=body.encode(), headers=headers) as answer:
            return answer.status
