"""Our servers for `graphql.py`: `python -P bench/graphql_ours.py NAME PORT MONGODB_URI DATABASE`."""

import asyncio
import gc
import sys
from pathlib import Path
from typing import Literal

sys.path.append(str(Path(__file__).parent))

import orjson
import strawberry
import uvicorn
import uvloop
from fastapi import FastAPI
from graphql_documents import AD_HOC, PEERS, PERSONAL, PUBLIC
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp
from strawberry.asgi import GraphQL
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.schema.config import StrawberryConfig

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from content_models.topics import repository as topics
from mobile_api import context
from mobile_api.compiled import programs
from mobile_api.keeping import USUAL, Generations, Keeping
from mobile_api.releases.types import KINDS
from mobile_api.scalars import SCALARS
from mobile_api.schema import Mutation, Query
from mobile_api.transport.endpoint import GRAPHQL_PATH, Endpoint, graphql_routes
from mobile_api.transport.limits import Limits
from mobile_api.transport.trusted import TrustedDocuments
from server import deps as server_deps
from server.app import create_app
from server.auth.viewer_tokens import SignedViewerTokens
from server.processes.express import Lane, express
from server.processes.run import GARBAGE_THRESHOLDS
from server.security import security_headers
from server.settings import Settings
from tests.mobile_api.city import City
from tests.mobile_api.client import Phones, sign_in_by

SECRET = b"bench" * 8
RICH = Limits(viewer_points=10**12, address_points=10**12)
RECORDS = Keeping(records=5_000)
Protocol = type[asyncio.Protocol] | Literal["httptools"]
STOCK: Protocol = "httptools"  # as anybody gets it from uvicorn; our own rows speak HTTP as our api process does


async def fill(store: Store) -> None:
    """Twenty policies with two interpretations and two topics each."""
    city = City(store)
    await topics.seed()
    await city.organ()
    for number in range(20):
        text = f"关于进一步做好第{number + 1}批示例工作的通知"
        policy = await city.policy(
            text, topics=["education", "health"], summary=f"示例概述：{text}，自发布之日起施行。"
        )
        for turn in ("一图读懂", "专家解读"):
            await city.interpretation(policy, f"{turn}：{text}")
    await city.project()


def endpoint(store: Store, timeline: Timeline, keeping: Keeping) -> Endpoint:
    trusted = TrustedDocuments({"public": PUBLIC, "personal": PERSONAL})
    deps = context.Deps(
        store=store,
        timeline=timeline,
        cursor_secret=SECRET,
        tokens=SignedViewerTokens(SECRET),
        sign_in=sign_in_by(Phones()),
        limits=RICH,
        trusted=trusted,
        keeping=keeping,
    )
    return Endpoint(deps)


def beside(answering: Endpoint) -> tuple[ASGIApp, Protocol]:
    """As the api process serves it, with every header of ours."""
    lane = Lane(GRAPHQL_PATH, answering, security_headers(https=True))
    return Starlette(routes=graphql_routes(answering)), express(lane)


def product(store: Store, timeline: Timeline) -> FastAPI:
    """The whole server as it is shipped, with every header and every other route."""
    settings = Settings(
        secret_key=SecretStr(SECRET.decode()), graphql_viewer_points=10**12, graphql_address_points=10**12
    )
    return create_app(server_deps.Deps(store=store, settings=settings, timeline=timeline))


def strawberry_on_our_schema(store: Store, timeline: Timeline) -> ASGIApp:
    """Our schema and resolvers under Strawberry's own router with its caches: what the endpoint is compared with."""
    deps = context.Deps(
        store=store,
        timeline=timeline,
        cursor_secret=SECRET,
        tokens=SignedViewerTokens(SECRET),
        sign_in=sign_in_by(Phones()),
    )
    generations = Generations(RECORDS)

    class View(GraphQL[context.Context, None]):
        async def get_context(self, request: object, response: object) -> context.Context:  # type: ignore[override]
            return context.Context(deps, None, generations.current(deps.edition()))

    config = StrawberryConfig(scalar_map=SCALARS)
    caches = [ParserCache, ValidationCache]
    schema = strawberry.Schema(Query, Mutation, types=[*KINDS.values()], config=config, extensions=caches)
    return Starlette(routes=[Route("/graphql", View(schema))])


async def fixed_bytes(app: ASGIApp) -> ASGIApp:
    body = await ask(app, {"documentId": "public"})

    async def answer(request: Request) -> Response:
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/graphql", answer, methods=["POST"])])


async def ask(app: ASGIApp, body: dict[str, str]) -> bytes:
    """The answer's body, over ASGI."""
    sent: list[bytes] = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": orjson.dumps(body)}

    async def send(message: dict[str, object]) -> None:
        sent.append(message.get("body", b""))  # type: ignore[arg-type]

    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "client": ("127.0.0.1", 1)}
    await app({**scope, "headers": [(b"content-type", b"application/json")]}, receive, send)  # type: ignore[arg-type]
    return b"".join(sent)


async def served(name: str, store: Store, timeline: Timeline) -> tuple[ASGIApp, Protocol]:
    match name:
        case "raw":
            return await fixed_bytes(endpoint(store, timeline, RECORDS)), STOCK
        case "cached" | "personal":
            return beside(endpoint(store, timeline, USUAL))
        case "product":
            app = product(store, timeline)
            return app, express(Lane(GRAPHQL_PATH, app.state.endpoint, security_headers(https=True)))
        case "same":
            return strawberry_on_our_schema(store, timeline), STOCK
        case "once":
            programs.KEPT = 0  # forgets at once that it has seen a document, so it is never compiled
            return beside(endpoint(store, timeline, RECORDS))
        case "trusted" | "adhoc":
            return beside(endpoint(store, timeline, RECORDS))
    raise SystemExit(f"no server called {name}")


async def main(name: str, port: int, uri: str, database: str) -> None:
    store = await Store.open(uri, database, DOCUMENTS)
    if name == "fill":
        await fill(store)
        timeline = Timeline()
        await timeline.refresh(store)
        told = orjson.loads(await ask(endpoint(store, timeline, RECORDS), {"documentId": "public"}))
        print(orjson.dumps(told["data"]).decode())
        return
    timeline = Timeline()
    await timeline.refresh(store)
    app, protocol = await served(name, store, timeline)
    gc.collect()
    gc.freeze()  # as the server does (server/opening.py)
    gc.set_threshold(*GARBAGE_THRESHOLDS)  # as all its processes do
    config = uvicorn.Config(app, port=port, lifespan="off", log_level="warning", access_log=False, http=protocol)
    await uvicorn.Server(config).serve()


def bodies() -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """What each server is sent: (body, headers)."""
    token = {
        "Authorization": f"Bearer {SignedViewerTokens(SECRET).issue(context.ViewerClaims('resident-1', 'session-1'))}"
    }
    by_id = {"documentId": "public"}
    return {
        "raw": (by_id, {}),
        "cached": (by_id, {}),
        "product": ({"query": PUBLIC}, {}),
        "personal": ({"documentId": "personal"}, token),
        "trusted": (by_id, {}),
        "adhoc": ({"query": AD_HOC}, {}),
        "once": ({"query": AD_HOC}, {}),
        "same": ({"query": AD_HOC}, {}),
        "peers": ({"query": PEERS}, {}),
    }


if __name__ == "__main__":
    if sys.argv[1] == "bodies":
        print(orjson.dumps(bodies()).decode())
    else:
        uvloop.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))  # as all our processes
