"""A server whose every frame a test decides, in front of the real client. Plain `h2` where it helps, raw bytes else."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, Event, RequestReceived, StreamEnded
from h2.settings import Settings

from push.wire.client import Endpoint, WireClient, tls_context
from push.wire.exchange import Answer, Batch
from server.demo.apns_stand_in.certificate import kept_certificate
from server.demo.apns_stand_in.server import _tls


class Peer:
    """One accepted connection. `h2` is the protocol state; tests may bypass it with `raw`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self.bodies: dict[int, bytes] = {}
        self.headers: dict[int, dict[str, str]] = {}
        self.events: list[Event] = []

    def start(self, initial: dict[int, int] | None = None) -> None:
        self.h2.local_settings = Settings(client=False, initial_values=initial)
        self.h2.initiate_connection()
        self.flush()

    def flush(self) -> None:
        self._writer.write(self.h2.data_to_send())

    def raw(self, data: bytes) -> None:
        self.flush()
        self._writer.write(data)

    def answer(self, stream_id: int, status: str = "200", body: bytes = b"") -> None:
        self.h2.send_headers(stream_id, [(":status", status)], end_stream=not body)
        if body:
            self.h2.send_data(stream_id, body, end_stream=True)
        self.flush()

    async def requests(self, count: int) -> list[int]:
        """Read until `count` requests are complete; their stream ids. Opens windows again as data is read."""
        complete: list[int] = []
        while len(complete) < count and (data := await self._reader.read(65_536)):
            for event in self.h2.receive_data(data):
                self.events.append(event)
                if isinstance(event, RequestReceived) and event.stream_id:
                    self.headers[event.stream_id] = {str(k): str(v) for k, v in event.headers or []}
                    self.bodies[event.stream_id] = b""
                elif isinstance(event, DataReceived) and event.stream_id:
                    self.bodies[event.stream_id] += event.data or b""
                    self.h2.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id)
                elif isinstance(event, StreamEnded) and event.stream_id:
                    complete.append(event.stream_id)
            self.flush()
        return complete

    async def until(self, kind: type[Event]) -> Event:
        """Read until an event of this kind is there."""
        while not any(isinstance(event, kind) for event in self.events):
            data = await self._reader.read(65_536)
            if not data:
                break
            self.events += self.h2.receive_data(data)
            self.flush()
        return next(event for event in self.events if isinstance(event, kind))

    async def mute(self) -> None:
        """Take everything and say nothing, until the other side hangs up."""
        while await self._reader.read(65_536):
            pass

    async def hang_up(self) -> None:
        self._writer.close()


Script = Callable[[Peer], Awaitable[None]]


class Answers(dict[int, Answer]):
    def take(self, key: int, answer: Answer) -> None:
        assert key not in self, f"request {key} was answered twice"
        self[key] = answer


async def send(client: WireClient, keys: Iterable[int], answers: Answers, body: bytes = b"{}") -> None:
    """One request for each key, all in one batch."""
    batch = Batch((), body, answers.take)
    await client.send(batch, [(key, b"/3/device/%064x" % key, b"id-%d" % key, batch) for key in keys])


@asynccontextmanager
async def scripted(folder: Path, *scripts: Script, **limits: float) -> AsyncIterator[WireClient]:
    """A client whose first connection meets the first script, and so on; the last one serves all that follow."""
    certificate = kept_certificate(folder)
    waiting = list(scripts)
    failures: list[BaseException] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        script = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        try:
            await script(Peer(reader, writer))
        except (OSError, asyncio.CancelledError):
            pass
        except Exception as error:  # noqa: BLE001 - the server's task has no one else to tell
            failures.append(error)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=_tls(certificate), ssl_shutdown_timeout=1)
    client = WireClient(
        Endpoint("127.0.0.1", server.sockets[0].getsockname()[1], tls_context(certificate.certificate)),
        constant=[(b"apns-topic", b"t")],
        shared=[],
        id_header=b"apns-id",
        authorization=lambda: b"bearer test",
        deadline=limits.get("deadline", 5),
        time_limit=limits.get("time_limit", 10),
    )
    try:
        yield client
    finally:
        await client.close()
        server.close()
    assert not failures, failures
