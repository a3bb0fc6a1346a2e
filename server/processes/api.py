"""The api process: everything that is asked over HTTP."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from rich.console import Console

from mobile_api.transport.endpoint import GRAPHQL_PATH
from mobile_api.transport.live.limits import LiveLimits
from server.app import create_app
from server.auth.first_start import first_administrator
from server.cli.first_start import welcome
from server.deps import Deps
from server.engines.at_hand import engines_at_hand
from server.engines.ports import listening_port
from server.opening import open_deps
from server.processes.express import Lane, express
from server.processes.patient_socket import PatientSocket
from server.security import security_headers
from server.settings import Settings

GRACE = 1  # seconds for requests in flight; the supervisor kills after two


class _Server(uvicorn.Server):
    """Leaves signals to `until_signalled`, which also lets go of the engines."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def run_api(settings: Settings) -> None:
    """Serve until cancelled. Raises PortInUse."""
    port = listening_port(settings.host, settings.port)
    asked = settings.model_copy(update={"port": port})
    async with engines_at_hand(asked) as complete, open_deps(complete) as deps:
        if not complete.demo_accounts:
            _greet(await first_administrator(deps.store))
        server = _Server(_config(deps))
        serving = asyncio.create_task(server.serve())
        try:
            await asyncio.shield(serving)
        finally:
            server.should_exit = True
            await serving


def _greet(password: str | None) -> None:
    """Printed, not logged: a log is kept and read by others."""
    for line in welcome(password):
        Console().print(line, soft_wrap=True)


def _config(deps: Deps) -> uvicorn.Config:
    app = create_app(deps)
    headers = security_headers(https=deps.settings.base_url.startswith("https:"))
    return uvicorn.Config(
        app,
        host=deps.settings.host,
        port=deps.settings.port,
        http=express(Lane(GRAPHQL_PATH, app.state.endpoint, headers)),
        ws=PatientSocket,
        ws_max_size=LiveLimits().message_bytes,
        ws_ping_interval=None,  # the protocol has its own, which also notices a token that ran out
        ws_per_message_deflate=False,  # 200 kB a socket, for messages of a few hundred bytes
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
