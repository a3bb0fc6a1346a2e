"""GraphiQL as served: our page, our scripts and our endpoint, under a strict CSP, with an empty feed."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from pymongo import AsyncMongoClient
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from content_models.kit.sealing import Sealer
from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps
from mobile_api.people.ports import SignInPorts
from mobile_api.transport.endpoint import Endpoint, graphql_routes
from tests.house.project import ROOT
from tests.mobile_api.client import Phones, PlainTokens
from tests.support import free_port, wait_for_port


def application() -> Starlette:
    """An empty feed is answered from memory, so no engine has to run behind this page."""
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient("mongodb://127.0.0.1:1", connect=False)
    deps = Deps(
        store=Store(client, client["none"]),
        timeline=Timeline(),
        cursor_secret=b"secret",
        tokens=PlainTokens(),
        sign_in=SignInPorts(sealer=Sealer(b"k" * 64), codes=Phones()),
        introspection=True,
    )
    static = Mount("/static", StaticFiles(directory=ROOT / "server/static"))
    return Starlette(routes=[*graphql_routes(Endpoint(deps), graphiql=True), static])


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(application(), port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_for_port(port)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.mark.browser
def test_first_query_is_answered_and_the_schema_is_known(page: Any, address: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{address}/graphiql")
    page.get_by_role("button", name="Execute query").click()
    page.locator(".result-window", has_text="hasNextPage").wait_for()
    page.get_by_role("button", name="Show Documentation Explorer").click()
    page.locator(".graphiql-doc-explorer", has_text="ServiceAlert").wait_for()

    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert problems == []
