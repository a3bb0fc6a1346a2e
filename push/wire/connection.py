"""One connection: takes requests from a queue as the peer's limits allow and reports what became of each.

Everything that may go out in one turn of the loop goes out in one write: large TLS records, few system calls.
There is no task and no future per request; the stream id is the only key.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

from push.wire import frames
from push.wire.errors import ErrorCode, WireError
from push.wire.exchange import Answer, Fate, Request
from push.wire.flow import Unfinished
from push.wire.frames import FrameReader, FrameType
from push.wire.headers import RequestHeaders
from push.wire.inbound import PING, Inbound
from push.wire.streams import Settled, Streams

TICK = 0.25  # seconds between two looks at deadlines
WRITE_AT_MOST = 256 * 1024  # bytes a turn, so that answers are read in between
PING_AFTER = 60.0  # seconds of silence with nothing under way
PING_AFTER_BUSY = 3.0  # seconds of silence with requests under way
PING_PATIENCE = 5.0  # seconds of further silence after which the connection is dead


class Connection(asyncio.Protocol):
    """`settled` is called once for every request taken from `queue`.

    `draining` is set when no request is taken any more, `closed` when nothing is under way, `gone` with the socket.
    """

    def __init__(
        self,
        queue: deque[Request],
        settled: Settled,
        headers: RequestHeaders,
        authorization: Callable[[], bytes],
        deadline: float,
    ) -> None:
        self.draining = asyncio.Event()
        self.closed = asyncio.Event()
        self.gone = asyncio.Event()
        self.why = ""
        self._queue = queue
        self._authorization = authorization
        self._deadline = deadline
        self._headers = headers
        self._streams = Streams(settled)
        self._inbound = Inbound(self._streams, headers, self._queue_frame)
        self._reader = FrameReader()
        self._outgoing: list[bytes] = []
        self._next_id = 1
        self._pump_due = False
        self._writable = True
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()
        self._pinged = False

    @property
    def proven(self) -> bool:
        """Has the peer answered a request on this connection?"""
        return self._inbound.proven

    def wake(self) -> None:
        """There may be something to send: look, once, in this turn of the loop."""
        if not self._pump_due and not self.closed.is_set():
            self._pump_due = True
            self._loop.call_soon(self._pump)

    def close(self) -> None:
        """Say goodbye and hang up; what is under way becomes ambiguous."""
        self._abandon(ErrorCode.NO_ERROR, self.why or "CLOSED")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._inbound.opening())
        self._timer = self._loop.call_later(TICK, self._tick)

    def data_received(self, data: bytes) -> None:
        self._heard_at, self._pinged = self._loop.time(), False
        try:
            for received in self._reader.feed(data):
                self._inbound.apply(received)
        except WireError as error:
            self._abandon(error.error_code, error.what)
        else:
            if self._inbound.last_stream_id is not None:
                self.draining.set()
            self.wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(self._inbound.goaway_reason or (type(exc).__name__ if exc else "CLOSED_BY_PEER"))
        self.gone.set()

    def pause_writing(self) -> None:
        self._writable = False

    def resume_writing(self) -> None:
        self._writable = True
        self.wake()

    def _pump(self) -> None:
        """Write what the stream limit, the windows and the peer's appetite allow."""
        self._pump_due = False
        if self.closed.is_set():
            return
        if self._writable:
            self._continue_bodies()
            self._open_streams()
        if self._outgoing:
            outgoing, self._outgoing = b"".join(self._outgoing), []
            self._transport.write(outgoing)
        if self.draining.is_set() and not self._streams:
            self._transport.close()

    def _open_streams(self) -> None:
        authorization = self._authorization()
        deadline = self._loop.time() + self._deadline
        room = WRITE_AT_MOST
        while self._queue and room > 0 and self._next_id <= frames.MAX_STREAM_ID and self._has_capacity():
            request = self._queue.popleft()
            stream_id, self._next_id = self._next_id, self._next_id + 2
            self._inbound.highest_stream_id = stream_id
            self._streams.add(stream_id, request, deadline)
            block = self._headers.block(request.path, authorization, request.values)
            self._outgoing.append(frames.frame(FrameType.HEADERS, frames.END_HEADERS, stream_id, block))
            self._send_body(stream_id, Unfinished(request.body, 0))
            room -= len(block) + len(request.body)
        if self._next_id > frames.MAX_STREAM_ID:
            self.draining.set()
        if room <= 0 and self._queue:
            self.wake()

    def _has_capacity(self) -> bool:
        """One stream until the first answer: with token authentication APNs allows no more (§3 of its guide)."""
        limit = self._inbound.stream_limit if self._inbound.proven else min(1, self._inbound.stream_limit)
        return (
            self._inbound.settings_seen
            and len(self._streams) < limit
            and not self._streams.unfinished
            and not self.draining.is_set()
        )

    def _continue_bodies(self) -> None:
        for stream_id, unfinished in list(self._streams.unfinished.items()):
            self._send_body(stream_id, unfinished)

    def _send_body(self, stream_id: int, unfinished: Unfinished) -> None:
        window = self._inbound.send_window
        left = len(unfinished.body) - unfinished.position
        size = min(left, window.room(unfinished), frames.MAX_FRAME_BYTES)
        window.connection -= size
        piece = unfinished.body[unfinished.position : unfinished.position + size]
        unfinished.position += size
        if size == left:
            self._streams.unfinished.pop(stream_id, None)
            self._outgoing.append(frames.frame(FrameType.DATA, frames.END_STREAM, stream_id, piece))
        else:
            self._streams.unfinished[stream_id] = unfinished
            if piece:
                self._outgoing.append(frames.frame(FrameType.DATA, 0, stream_id, piece))

    def _queue_frame(self, data: bytes) -> None:
        if data:
            self._outgoing.append(data)
            self.wake()

    def _tick(self) -> None:
        now = self._loop.time()
        for stream_id in self._streams.overdue(now):
            self._queue_frame(frames.rst_stream(stream_id, ErrorCode.CANCEL))
            self._streams.settle(stream_id, Answer(Fate.ambiguous, why="TIMEOUT"))
        self._check_silence(now - self._heard_at)
        if not self.closed.is_set():
            self._timer = self._loop.call_later(TICK, self._tick)
            self.wake()

    def _check_silence(self, silence: float) -> None:
        limit = PING_AFTER_BUSY if self._streams else PING_AFTER
        if silence > limit + PING_PATIENCE and self._pinged:
            self._abandon(ErrorCode.NO_ERROR, "PING_TIMEOUT")
        elif silence > limit and not self._pinged:
            self._pinged = True
            self._queue_frame(frames.frame(FrameType.PING, 0, 0, PING))

    def _abandon(self, code: ErrorCode, why: str) -> None:
        if not self.closed.is_set():
            self._transport.write(frames.goaway(code))
            self._transport.close()
            self._end(why)

    def _end(self, why: str) -> None:
        self._timer.cancel()
        self.why = self.why or why
        self.draining.set()
        self.closed.set()
        self._streams.lose_all(self.why)
