"""Generated subscriptions over real sockets, which schemathesis does not speak: no failure of ours, no socket left.

schemathesis' own generator knows queries and mutations, so the subscriptions are shown to it as queries. Each is asked
over graphql-transport-ws or as an event stream, told of something if it waits, and then hung up on without a word.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from graphql import DocumentNode, FieldNode, GraphQLSchema, OperationType, build_schema, print_ast
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis_graphql import Mode, queries
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute
from websockets.asyncio.client import connect

from content_models.releases.documents import ReleaseKind
from content_models.residents import repository as residents
from content_models.residents.documents import InboxMark, Resident
from mobile_api.schema import core_schema
from mobile_api.transport.endpoint import GRAPHQL_PATH, Endpoint
from tests.mobile_api.city import City
from tests.mobile_api.client import OPERATIONS, App
from tests.mobile_api.test_schemathesis import DAYS, MOMENTS, OURSELVES, asked_everything
from tests.mobile_api.transport.live import PROTOCOL
from tests.server.support import eventually
from tests.web import serving

WRITTEN = build_schema((OPERATIONS.parent / "schema.graphql").read_text("utf-8"))
AS_QUERIES = GraphQLSchema(query=WRITTEN.subscription_type, types=list(WRITTEN.type_map.values()))
EVENTS = {"accept": "text/event-stream"}
SCALARS = {"Date": DAYS, "DateTime": MOMENTS}


@dataclass(frozen=True)
class Case:
    """`bare` asks without arguments: it is let in, and waits; what is generated for arguments mostly is refused."""

    document: DocumentNode
    bare: bool
    known: bool

    @property
    def text(self) -> str:
        """A subscription of one field, as the specification wants it (§5.2.4.1)."""
        (operation,) = self.document.definitions
        root = next(part for part in operation.selection_set.selections if isinstance(part, FieldNode))
        asked = replace(root, arguments=()) if self.bare else root
        selections = replace(operation.selection_set, selections=(asked,))
        return print_ast(replace(operation, operation=OperationType.SUBSCRIPTION, selection_set=selections))

    @property
    def token(self) -> str | None:
        return "Bearer viewer:somebody:session" if self.known else None


def any_case() -> st.SearchStrategy[Case]:
    assert WRITTEN.subscription_type
    ways = [
        queries(AS_QUERIES, fields=[name], custom_scalars=SCALARS, print_ast=lambda document: document, mode=mode)
        for name in WRITTEN.subscription_type.fields
        for mode in (Mode.POSITIVE, Mode.POSITIVE, Mode.NEGATIVE)
    ]
    return st.builds(Case, st.one_of(ways), st.booleans(), st.booleans())


class Served:
    def __init__(self, app: App, city: City) -> None:
        self.app, self._city = app, city
        self.endpoint = Endpoint(app.deps, core_schema())
        self.url = ""
        self.told = 0

    @property
    def waiting(self) -> int:
        return len(self.app.deps.hub) + len(self.app.deps.inboxes)

    @property
    def is_empty(self) -> bool:
        return self.waiting == 0 and self.endpoint.live.doors.open == 0

    async def something_happens(self) -> None:
        """An emergency for everybody, and the resident has read elsewhere."""
        await self._city.release("暴雨预警", ReleaseKind.emergency, alert={"level": "red", "advice": "请勿外出"})
        await self._city.project()
        await self.app.deps.inboxes.look()
        await InboxMark(id="somebody", changed_at=self.app.deps.store.now()).save()
        await self.app.deps.inboxes.look()
        await self.app.refresh()

    async def heard(self, first: "asyncio.Future[Any]", *, bare: bool) -> Any:
        """What is said first, if anything has to be: a refusal at once, or news once something has happened."""
        await eventually(lambda: first.done() or self.waiting > 0)
        if not first.done():
            await self.something_happens()
            if not bare:
                await asyncio.wait({first}, timeout=0.05)  # it may wait for other channels
                return first.result() if first.done() else None
        return await asyncio.wait_for(first, 30)


@pytest.fixture
async def served(city: City, app: App) -> AsyncIterator[Served]:
    await residents.insert(Resident(id="somebody", created_at=city.store.now()))
    await city.release("示例公告")
    await city.project()
    await app.refresh()
    served = Served(app, city)
    routes = [Route(GRAPHQL_PATH, served.endpoint), WebSocketRoute(GRAPHQL_PATH, served.endpoint.live)]
    async with serving(Starlette(routes=routes)) as url:
        served.url = f"{url}{GRAPHQL_PATH}"
        yield served


def require_innocent(errors: list[dict[str, Any]], asked: str) -> None:
    for error in errors:
        assert error["extensions"]["code"] not in {"", "INTERNAL"}, (asked, error)
        assert not OURSELVES.search(error["message"]), (asked, error)


@settings(asked_everything, max_examples=80)
@given(case=any_case())
async def test_over_a_socket(served: Served, case: Case) -> None:
    url = served.url.replace("http", "ws", 1)
    async with connect(url, subprotocols=[PROTOCOL], ping_interval=None) as wire:  # type: ignore[list-item]
        await wire.send(json.dumps({"type": "connection_init", "payload": {"authorization": case.token}}))
        assert json.loads(await wire.recv()) == {"type": "connection_ack"}
        await wire.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": case.text}}))
        first = asyncio.ensure_future(wire.recv())
        message = json.loads(await served.heard(first, bare=case.bare) or "{}")
        match message.get("type"):
            case "next":
                require_innocent(message["payload"].get("errors", []), case.text)
                served.told += 1
            case "error":
                require_innocent(message["payload"], case.text)
            case other:
                assert other is None
        first.cancel()
        wire.transport.abort()
    await eventually(lambda: served.is_empty)


@settings(asked_everything, max_examples=80)
@given(case=any_case())
async def test_as_an_event_stream(served: Served, case: Case) -> None:
    headers = EVENTS | ({"authorization": case.token} if case.token else {})
    async with (
        httpx.AsyncClient(timeout=30) as http,
        http.stream("POST", served.url, json={"query": case.text}, headers=headers) as answer,
    ):
        assert answer.status_code < 500
        if not answer.headers["content-type"].startswith("text/event-stream"):
            require_innocent(json.loads(await answer.aread())["errors"], case.text)
        else:
            pieces = answer.aiter_text()
            first = asyncio.ensure_future(anext(pieces))
            event = await served.heard(first, bare=case.bare) or ""
            if event.startswith("event: next\ndata: "):
                told = json.loads(event.removeprefix("event: next\ndata: ").partition("\n")[0])
                require_innocent(told.get("errors", []), case.text)
                served.told += 1
            first.cancel()
            await asyncio.wait({first})
    await eventually(lambda: served.is_empty)
