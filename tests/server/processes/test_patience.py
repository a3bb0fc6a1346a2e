"""Slow sockets: whoever dribbles a head or a body, or does not read, is cut; whoever is only slow is served."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect

from server.processes.patience import Patience, PatientProtocol
from tests.web import serving

HEAD = b"POST /size HTTP/1.1\r\nhost: app.test\r\ncontent-length: %d\r\n\r\n"


UPGRADE = (
    b"GET /late HTTP/1.1\r\nhost: app.test\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Hasty(PatientProtocol):
    patience = Patience(
        head_seconds=0.4, head_bytes=2_000, body_seconds=0.4, body_rate=100, rest_seconds=0.2, take_seconds=0.4
    )


class Desk:
    """An app that counts bodies, tells of readers that went, and answers some before their body is there."""

    def __init__(self) -> None:
        self.left = asyncio.Event()
        self.url = ""

    async def size(self, request: Request) -> Response:
        try:
            return PlainTextResponse(str(len(await request.body())))
        except ClientDisconnect:
            self.left.set()
            raise

    async def refuse(self, request: Request) -> Response:
        return PlainTextResponse("no", status_code=413)

    async def much(self, request: Request) -> Response:
        async def pages() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield b"x" * 100_000
                    await asyncio.sleep(0)  # what follows a reader that went is noticed between two pages
            finally:
                self.left.set()

        return StreamingResponse(pages())

    async def echo(self, socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(await socket.receive_text())

    async def late(self, socket: WebSocket) -> None:
        await socket.accept()
        await asyncio.sleep(1)  # more than any rest
        await socket.send_text("late")

    @asynccontextmanager
    async def served(self) -> AsyncIterator["Desk"]:
        routes = [
            Route("/size", self.size, methods=["POST"]),
            Route("/refuse", self.refuse, methods=["POST"]),
            Route("/much", self.much),
            WebSocketRoute("/echo", self.echo),
        ]
        async with serving(Starlette(routes=routes), Hasty) as self.url:
            yield self

    @asynccontextmanager
    async def wire(self) -> AsyncIterator["Wire"]:
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(self.url).port)
        try:
            yield Wire(reader, writer)
        finally:
            writer.transport.abort()


class Wire:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def dribble(self, content: bytes, pause: float = 0.02) -> bool:
        """Byte by byte. Whether the other side still listened at the end."""
        for byte in content:
            if self.reader.at_eof() or self.reader.exception() or self.writer.is_closing():
                return False
            with suppress(ConnectionError):
                self.writer.write(bytes([byte]))
                await self.writer.drain()
            await asyncio.sleep(pause)
        return True

    async def answer(self) -> bytes:
        """All that comes until the other side hangs up."""
        async with asyncio.timeout(10):
            with suppress(ConnectionError):
                return await self.reader.read()
        return b""

    async def status(self) -> int:
        async with asyncio.timeout(10):
            head = await self.reader.readuntil(b"\r\n\r\n")
        return int(head.split()[1])


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with Desk().served() as desk:
        yield desk


async def test_a_socket_that_says_nothing_is_closed(desk: Desk) -> None:
    async with desk.wire() as wire:
        assert (await wire.answer()).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("first", [b"", HEAD % 2 + b"ok"], ids=["the first", "after an answer"])
async def test_a_head_that_dribbles_is_cut(desk: Desk, first: bytes) -> None:
    async with desk.wire() as wire:
        if first:
            wire.writer.write(first)
            assert await wire.status() == 200
        assert not await wire.dribble(b"GET /much HTTP/1.1\r\n" + b"x: y\r\n" * 100)


async def test_line_breaks_between_requests_keep_nothing_open(desk: Desk) -> None:
    async with desk.wire() as wire:
        wire.writer.write(HEAD % 2 + b"ok")
        assert await wire.status() == 200
        assert not await wire.dribble(b"\r\n" * 300)


async def test_a_head_without_end_is_refused(desk: Desk) -> None:
    async with desk.wire() as wire:
        wire.writer.write(b"GET /much HTTP/1.1\r\n" + b"x: " + b"y" * 3_000)
        assert (await wire.answer()).startswith(b"HTTP/1.1 431 ")


async def test_a_body_that_dribbles_is_cut_and_its_request_ends(desk: Desk) -> None:
    async with desk.wire() as wire:
        wire.writer.write(HEAD % 1_000)
        assert not await wire.dribble(b"x" * 1_000)
        async with asyncio.timeout(10):
            await desk.left.wait()


async def test_a_slow_body_that_comes_steadily_is_served(desk: Desk) -> None:
    """Longer than `body_seconds` in all, at twice the rate that is asked for."""
    async with desk.wire() as wire:
        wire.writer.write(HEAD % 200)
        for _ in range(10):
            wire.writer.write(b"x" * 20)
            await asyncio.sleep(0.1)
        assert await wire.status() == 200


async def test_what_is_left_of_a_refused_body_is_not_waited_for(desk: Desk) -> None:
    async with desk.wire() as wire:
        wire.writer.write((HEAD % 10**9).replace(b"/size", b"/refuse"))
        assert await wire.status() == 413
        assert not await wire.dribble(b"x" * 500)


async def test_whoever_does_not_read_is_let_go(desk: Desk) -> None:
    async with desk.wire() as wire:
        wire.writer.transport.pause_reading()
        wire.writer.write(b"GET /much HTTP/1.1\r\nhost: app.test\r\n\r\n")
        async with asyncio.timeout(10):
            await desk.left.wait()


async def test_a_connection_that_is_used_well_stays(desk: Desk) -> None:
    async with desk.wire() as wire:
        for _ in range(5):
            wire.writer.write(HEAD % 2 + b"ok")
            assert await wire.status() == 200
            await wire.reader.readexactly(1)
            await asyncio.sleep(0.1)


async def test_a_websocket_is_not_timed_as_a_request(desk: Desk) -> None:
    async with connect(desk.url.replace("http", "ws", 1) + "/echo") as socket:
        await asyncio.sleep(Hasty.patience.head_seconds * 1.5)
        await socket.send("还在")
        assert await socket.recv() == "还在"


class Brief(PatientProtocol):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timeout_keep_alive = 0.8


async def test_a_connection_at_rest_is_closed_and_one_in_use_is_not() -> None:
    desk = Desk()
    routes = [Route("/size", desk.size, methods=["POST"])]
    async with serving(Starlette(routes=routes), Brief) as desk.url, desk.wire() as wire:
        for _ in range(4):  # longer together than a rest may last
            wire.writer.write(HEAD % 2 + b"ok")
            assert await wire.status() == 200
            assert await wire.reader.readexactly(1) == b"2"
            await asyncio.sleep(0.3)
        assert await wire.answer() == b""


async def test_a_socket_opened_on_a_connection_that_served_before_is_not_closed_for_resting() -> None:
    desk = Desk()
    routes = [Route("/size", desk.size, methods=["POST"]), WebSocketRoute("/late", desk.late)]
    async with serving(Starlette(routes=routes), Brief) as desk.url, desk.wire() as wire:
        wire.writer.write(HEAD % 2 + b"ok")
        assert await wire.status() == 200
        assert await wire.reader.readexactly(1) == b"2"
        wire.writer.write(UPGRADE)
        assert await wire.status() == 101
        async with asyncio.timeout(10):
            assert (await wire.reader.readexactly(6))[2:] == b"late"
