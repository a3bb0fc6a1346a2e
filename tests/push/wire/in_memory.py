"""Our connection and an `h2` server joined without a socket: thousands of conversations a minute, each repeatable."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, Event, RequestReceived, StreamEnded, StreamReset
from hyperframe.frame import GoAwayFrame

from push.wire.connection import Connection
from push.wire.exchange import Answer, Batch, Fate, Request
from push.wire.headers import RequestHeaders

BODY = b'{"aps":{"alert":"' + b"x" * 60 + b'"}}'


class Transport(asyncio.Transport):
    """Keeps what is written, and tells the protocol when it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()
        self.closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self.closing:
            self.written += data

    def take(self) -> bytes:
        data = bytes(self.written)
        self.written.clear()
        return data

    def close(self) -> None:
        self.closing = True

    def get_write_buffer_size(self) -> int:
        return 0


@dataclass
class Ledger:
    """What became of each request: `fates` once each, `unsent` as often as it came back."""

    batch: Batch = field(init=False)
    queue: deque[Request] = field(default_factory=deque)
    fates: dict[int, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.batch = Batch((), BODY, self._answered)

    def fill(self, count: int) -> None:
        self.batch.waiting = count
        self.queue.extend((key, b"/3/device/%064x" % key, b"%036d" % key, self.batch) for key in range(count))

    def settle(self, request: Request, answer: Answer) -> None:
        if answer.fate is Fate.unsent:
            self.queue.appendleft(request)
        else:
            self.batch.settle(request[0], answer)

    def _answered(self, key: int, answer: Answer) -> None:
        assert key not in self.fates, f"request {key} has two fates"
        self.fates[key] = answer


class Conversation:
    """One connection. The server's `h2` checks every byte of ours: limits, windows and states."""

    def __init__(self, ledger: Ledger) -> None:
        headers = RequestHeaders(b"example", [(b"apns-topic", b"t")], [b"apns-id"])
        self.client = Connection(ledger.queue, ledger.settle, headers, lambda: b"bearer x", 60)
        self.transport = Transport()
        self.server = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self.keys: dict[int, int] = {}  # stream → key
        self.complete: list[int] = []
        self.said: dict[int, str] = {}  # key → status
        self.last = 2**31 - 1  # of GOAWAY
        self.client.connection_made(self.transport)
        self.server.initiate_connection()

    @property
    def over(self) -> bool:
        return self.transport.closing

    async def exchange(self, cut: int = 0) -> None:
        """Carry bytes both ways until neither side has anything to say. `cut` splits what the server sends."""
        for _ in range(50):
            if received := self.transport.take():
                for event in self.server.receive_data(received):
                    self._note(event)
            sent = self.server.data_to_send()
            self.deliver(sent, cut)
            await asyncio.sleep(0)
            if not (sent or self.transport.written):
                return

    def deliver(self, data: bytes, cut: int = 0) -> None:
        for piece in (data[:cut], data[cut:]):
            if piece and not self.over:
                self.client.data_received(piece)

    def answer(
        self, stream_id: int, status: str, body: bytes = b"", *, padding: int = 0, trailers: bool = False
    ) -> None:
        self.said[self.keys[stream_id]] = status
        self.server.send_headers(stream_id, [(":status", status)], end_stream=not body)
        if body:
            self.server.send_data(stream_id, body, end_stream=not trailers, pad_length=padding or None)
        if body and trailers:
            self.server.send_headers(stream_id, [("x-trailer", "1")], end_stream=True)

    def goaway(self, last: int) -> None:
        self.last = min(self.last, last)
        self.complete = [stream_id for stream_id in self.complete if stream_id <= self.last]
        self.deliver(self.server.data_to_send() + GoAwayFrame(0, last_stream_id=last, error_code=0).serialize())

    def hang_up(self) -> None:
        self.transport.closing = True
        self.client.connection_lost(ConnectionResetError())

    def _note(self, event: Event) -> None:
        if isinstance(event, RequestReceived) and event.stream_id:
            self.keys[event.stream_id] = int({str(k): str(v) for k, v in event.headers or []}["apns-id"])
        elif isinstance(event, DataReceived) and event.stream_id:
            self.server.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id)
        elif isinstance(event, StreamEnded) and event.stream_id and event.stream_id <= self.last:
            self.complete.append(event.stream_id)
        elif isinstance(event, StreamReset) and event.stream_id in self.complete:
            self.complete.remove(event.stream_id)
