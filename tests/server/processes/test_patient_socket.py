"""WebSockets whose client reads nothing: the server keeps neither the socket nor what it holds for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect

from server.processes.patience import Patience
from server.processes.patient_socket import PatientSocket
from tests.web import serving


class Hasty(PatientSocket):
    patience = Patience(take_seconds=0.4, rest_seconds=0.3)
    lost: asyncio.Event

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.lost.set()


async def pour(socket: WebSocket) -> None:
    await socket.accept()
    while True:
        await socket.send_text("x" * 100_000)


async def give_up(socket: WebSocket) -> None:
    """Ends as soon as nothing is taken: what was said stays behind."""
    await socket.accept()
    with suppress(TimeoutError):
        while True:
            await asyncio.wait_for(socket.send_text("x" * 100_000), 0.1)


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    while True:
        await socket.send_text(await socket.receive_text())


@pytest.fixture(autouse=True)
def lost() -> asyncio.Event:
    Hasty.lost = asyncio.Event()
    return Hasty.lost


@asynccontextmanager
async def connected(path: str) -> AsyncIterator[ClientConnection]:
    routes = [WebSocketRoute(f"/{one.__name__}", one) for one in (pour, give_up, echo)]
    async with (
        serving(Starlette(routes=routes), ws=Hasty) as url,
        connect(f"ws://{urlsplit(url).netloc}/{path}", ping_interval=None, compression=None) as client,
    ):
        yield client
        client.transport.abort()


@pytest.mark.parametrize("path", ["pour", "give_up"])
async def test_whoever_reads_nothing_is_cut_off(path: str, lost: asyncio.Event) -> None:
    async with connected(path) as client:
        client.transport.pause_reading()
        async with asyncio.timeout(20):
            await lost.wait()


async def test_whoever_reads_is_left_alone(lost: asyncio.Event) -> None:
    async with connected("echo") as client:
        for words in ("一", "二"):
            await client.send(words)
            assert await client.recv() == words
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(lost.wait(), 0.6)  # longer than either patience
