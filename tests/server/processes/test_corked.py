"""One answer, one write: what the socket is given, and when."""

import asyncio

import pytest

from server.processes.corked import CorkedTransport

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"


class Heard(asyncio.Protocol):
    """The other end of a real socket."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.over = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self.pieces.append(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.over.set()


class Spoken(asyncio.Transport):
    """A transport that notes each write before it passes it on."""

    def __init__(self, bare: asyncio.Transport) -> None:
        super().__init__()
        self.bare = bare
        self.writes: list[bytes] = []

    def write(self, data: bytes) -> None:  # type: ignore[override]
        self.writes.append(data)
        self.bare.write(data)

    def is_closing(self) -> bool:
        return self.bare.is_closing()

    def close(self) -> None:
        self.bare.close()

    def abort(self) -> None:
        self.bare.abort()


@pytest.fixture
async def wire() -> tuple[CorkedTransport, Spoken, Heard]:
    loop, heard = asyncio.get_running_loop(), Heard()
    server = await loop.create_server(lambda: heard, "127.0.0.1", 0)
    bare, _ = await loop.create_connection(asyncio.Protocol, *server.sockets[0].getsockname())
    server.close()
    spoken = Spoken(bare)
    return CorkedTransport(spoken, loop), spoken, heard


Wire = tuple[CorkedTransport, Spoken, Heard]


async def test_head_and_body_are_one_write(wire: Wire) -> None:
    corked, spoken, heard = wire
    for _ in range(2):
        corked.write(HEAD)
        corked.write(b"ok")
    corked.close()
    await heard.over.wait()
    assert spoken.writes == [HEAD + b"ok", HEAD + b"ok"]
    assert b"".join(heard.pieces) == (HEAD + b"ok") * 2


async def test_the_head_of_a_stream_does_not_wait_for_its_first_event(wire: Wire) -> None:
    corked, spoken, heard = wire
    corked.write(HEAD)
    await asyncio.sleep(0)
    assert spoken.writes == [HEAD]
    corked.write(b"event")
    assert spoken.writes == [HEAD, b"event"]
    corked.close()
    await heard.over.wait()


async def test_a_head_alone_leaves_before_the_socket_closes(wire: Wire) -> None:
    corked, _, heard = wire
    corked.write(HEAD)
    corked.close()
    await heard.over.wait()
    assert b"".join(heard.pieces) == HEAD


async def test_whoever_is_let_go_gets_no_head(wire: Wire) -> None:
    corked, spoken, heard = wire
    corked.write(HEAD)
    corked.abort()
    await heard.over.wait()
    await asyncio.sleep(0)
    assert spoken.writes == []
    assert corked.is_closing()


async def test_everything_else_is_the_sockets_own(wire: Wire) -> None:
    corked, spoken, heard = wire
    assert corked.get_extra_info("peername") == spoken.get_extra_info("peername")
    assert corked.writes is spoken.writes
    corked.close()
    await heard.over.wait()
