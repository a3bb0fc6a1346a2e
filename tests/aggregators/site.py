"""A department's site on loopback: pages by path, each what a test says it is."""

from collections.abc import Awaitable, Callable
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """`pages` may be changed between requests; `asked` lists the paths in the order they were asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | str | Handler] = {}
        self.asked: list[str] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._server = TestServer(app)
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    def url(self, path: str) -> str:
        return str(self._server.make_url(path))

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        page = self.pages.get(request.path)
        if page is None:
            raise web.HTTPNotFound
        if callable(page):
            return await page(request)
        body = page.encode() if isinstance(page, str) else page
        return answer(request, body)


def answer(request: web.Request, body: bytes, charset: str | None = None) -> web.Response:
    """With an ETag that is honoured, as real servers do."""
    etag = f'"{hash(body)}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    return web.Response(body=body, content_type="text/html", charset=charset, headers={"ETag": etag})
