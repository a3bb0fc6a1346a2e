"""What the demo's browser makes of answers: a refusal is a finding, an engine that is away is a reason to wait."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from server.demo.web import Away, GraphQLRefused, Web


def answering(body: Any, status: int = 200) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(_: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    return handler


@asynccontextmanager
async def browser(handler: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[Web]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(app) as server, Web.open(str(server.make_url("")).rstrip("/")) as opened:
        yield opened


def refusal(code: str) -> dict[str, Any]:
    return {"data": None, "errors": [{"message": "", "extensions": {"code": code}}]}


async def test_data_comes_back_bare() -> None:
    async with browser(answering({"data": {"feed": []}})) as opened:
        assert await opened.graphql("{ feed }") == {"feed": []}


async def test_refusal_carries_its_code() -> None:
    async with browser(answering(refusal("QUERY_TOO_DEEP"), 400)) as opened:
        with pytest.raises(GraphQLRefused) as caught:
            await opened.graphql("{ feed }")
    assert caught.value.codes == ["QUERY_TOO_DEEP"]


@pytest.mark.parametrize(
    "handler", [answering(refusal("STORE_UNAVAILABLE")), answering({"title": "down"}, 503)], ids=["code", "status"]
)
async def test_engine_that_is_away_is_no_refusal(handler: Callable[[web.Request], Awaitable[web.Response]]) -> None:
    async with browser(handler) as opened:
        with pytest.raises(Away):
            await opened.graphql("{ feed }")


async def test_viewer_token_and_cookies_are_sent() -> None:
    async def handler(request: web.Request) -> web.Response:
        data = {"token": request.headers.get("Authorization"), "cookie": request.cookies.get("zhengwu_staff")}
        answer = web.json_response({"data": data})
        answer.set_cookie("zhengwu_staff", "abc")
        return answer

    async with browser(handler) as opened:
        await opened.post("/console/login", {"username": "wang"})
        assert await opened.graphql("{ viewer { id } }", "t") == {"token": "Bearer t", "cookie": "abc"}
