"""`/healthz`: the process lives. `/readyz`: it can serve, its store answers. `/metrics`: Prometheus text."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from content_models.kit.store import Store
from content_models.sources import repository as sources
from server.observability.source_metrics import source_metrics

PATIENCE = 2.0  # seconds; whoever asks for readiness asks again


def observability_routes(store: Store) -> list[BaseRoute]:
    async def readyz(request: Request) -> Response:
        try:
            async with asyncio.timeout(PATIENCE):
                await store.database.command("ping")
        except (PyMongoError, TimeoutError):
            return JSONResponse({"status": "unavailable", "store": False}, 503)
        return JSONResponse({"status": "ok", "store": True})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def metrics(request: Request) -> Response:
    """This process, and the sources as the store knows them. A store that is away costs the second half only."""
    try:
        async with asyncio.timeout(PATIENCE):
            of_sources = generate_latest(source_metrics(await sources.watched(), await sources.open_alarms()))
    except (PyMongoError, TimeoutError):
        of_sources = b""
    return Response(generate_latest() + of_sources, headers={"content-type": CONTENT_TYPE_LATEST})
