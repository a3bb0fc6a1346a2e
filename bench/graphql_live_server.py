"""The server of `graphql_live.py`: `python -P bench/graphql_live_server.py PORT`."""

import gc
import sys

import psutil
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute

from mobile_api.transport.live.limits import LiveLimits
from tests.mobile_api.transport.live import Live


def main(port: int) -> None:
    live = Live(None, LiveLimits(per_payer=10_000))  # type: ignore[arg-type]  # nothing here reads the store

    async def stats(request: Request) -> JSONResponse:
        gc.collect()
        open_now, at_it = live.endpoint.live.doors.open, live.ticker.listening
        return JSONResponse({"rss": psutil.Process().memory_info().rss, "open": open_now, "listening": at_it})

    async def tick(request: Request) -> JSONResponse:
        await live.ticker.tick()
        return JSONResponse({})

    routes = [Route("/graphql", live.endpoint), WebSocketRoute("/graphql", live.endpoint.live)]
    app = Starlette(routes=[*routes, Route("/stats", stats), Route("/tick", tick)])
    uvicorn.run(
        app,
        port=port,
        lifespan="off",
        log_level="error",
        ws="websockets-sansio",
        ws_ping_interval=None,
        ws_per_message_deflate=False,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
