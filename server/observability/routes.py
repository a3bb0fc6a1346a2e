"""`/healthz`: the process lives. `/readyz`: it can serve, its store answers. `/metrics`: Prometheus text."""

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from content_models.kit.store import Store


async def healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    store: Store = request.app.state.store
    try:
        await store.database.command("ping")
    except PyMongoError:
        return JSONResponse({"status": "unavailable", "store": False}, status_code=503)
    return JSONResponse({"status": "ok", "store": True})


async def metrics(request: Request) -> Response:
    return Response(generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})


def observability_routes() -> list[BaseRoute]:
    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
