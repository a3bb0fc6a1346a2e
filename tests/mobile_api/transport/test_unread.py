"""Clients that take a socket and read nothing: their place is free again within seconds, however long they stay."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from content_models.kit.store import Store
from mobile_api.transport.live.limits import LiveLimits
from tests.mobile_api.transport.live import PROTOCOL, Live
from tests.server.support import eventually

HUGE = "subscription { ticks { padding(size: 400000) } }"
LIMITS = LiveLimits(send=0.3, farewell=0.2, per_payer=1)
BOUND = 15  # seconds: half a second by the limits, and much for a loaded machine; the client stays for ever
HEAD = (
    "GET {path} HTTP/1.1\r\nhost: app.test\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    f"sec-websocket-protocol: {PROTOCOL}\r\n\r\n"
)


def framed(**message: object) -> bytes:
    """A text of up to 125 bytes, masked with zeros as a client must."""
    text = json.dumps(message).encode()
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text


@asynccontextmanager
async def deaf(live: Live) -> AsyncIterator[socket.socket]:
    """A client with a small buffer that has said who it is."""
    loop, address = asyncio.get_running_loop(), urlsplit(live.url)
    with socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.setblocking(False)
        await loop.sock_connect(wire, (address.hostname, address.port))
        await loop.sock_sendall(wire, HEAD.format(path=address.path).encode())
        assert (await loop.sock_recv(wire, 4096)).startswith(b"HTTP/1.1 101")
        await loop.sock_sendall(wire, framed(type="connection_init"))
        await eventually(lambda: live.endpoint.live.doors.open == 1)
        yield wire


@pytest.fixture
async def live(store: Store) -> AsyncIterator[Live]:
    async with Live(store, LIMITS).served() as live:
        yield live


async def test_events_that_nobody_reads_cost_the_whole_connection(live: Live) -> None:
    async with deaf(live) as wire:
        await asyncio.get_running_loop().sock_sendall(wire, framed(type="subscribe", id="1", payload={"query": HUGE}))
        await live.ticker.listeners(1)
        await live.ticker.tick(50)
        await eventually(lambda: live.endpoint.live.doors.open == 0, BOUND)
        await live.ticker.listeners(0)
        async with live.socket() as another:  # of the same address, which has one place
            await another.send(type="ping")
            assert await another.receive() == {"type": "pong"}
