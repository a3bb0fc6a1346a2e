"""`/healthz`: the process lives. `/readyz`: it can serve, its store answers. `/metrics`: Prometheus text."""

import asyncio

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from content_models.kit.store import Store

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
    return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})
