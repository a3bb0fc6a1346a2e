"""GraphiQL as we serve it: it draws itself and answers a query with every other host out of reach, under its CSP."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mobile_api.transport.graphiql import graphiql_page
from server.static_files import static_routes
from tests.support import wait_for_port


async def greeting(_: Request) -> Response:
    """Whatever is asked, one answer; the first question is GraphiQL's own, about the schema."""
    return JSONResponse({"data": {"greeting": "您好"}})


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = Starlette(
        routes=[Route("/", graphiql_page), Route("/graphql", greeting, methods=["POST"]), *static_routes()],
    )
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            wait_for_port(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.should_exit = True
            thread.join()


@pytest.mark.browser
def test_graphiql_runs_a_query_without_any_other_host(page: Any, address: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(address)
    page.get_by_role("button", name="Execute query").click()

    page.locator(".result-window", has_text="您好").wait_for()
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert problems == []
