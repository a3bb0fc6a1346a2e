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
from push.wire.exchange import Answer, Batch, Fate, Request
from push.wire.frames import FrameType
from push.wire.headers import RequestHeaders
from push.wire.inbound import PING, Inbound
from push.wire.outbound import Outbound
from push.wire.streams import Settled, Streams

TICK = 0.25  # seconds between two looks at deadlines
WRITE_AT_MOST = 256 * 1024  # bytes a turn, so that answers are read in between
UNSENT_AT_MOST = 4 * 1024 * 1024  # bytes for a peer that does not read; only answers to its own frames pile up so
SETTINGS_PATIENCE = 5.0  # seconds for the peer's first frame
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
        self._streams = Streams(settled)
        self._inbound = Inbound(self._streams, headers, self._queue_frame)
        self._outbound = Outbound(self._streams, self._inbound.send_window, headers)
        self._pump_due = False
        self._writable = True
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._made_at = self._loop.time()
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
            self._inbound.receive(data)
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

    def give_up(self, batch: Batch, why: str) -> None:
        """Its time is up: the streams are cut off, and the connection goes on for the others."""
        self._cancel(self._streams.of(batch), why)

    def _pump(self) -> None:
        """Write what the stream limit, the windows and the peer's appetite allow."""
        self._pump_due = False
        if self.closed.is_set():
            return
        if self._writable:
            self._outbound.continue_bodies()
            self._open_streams()
        if pending := self._outbound.pending:
            self._transport.write(b"".join(pending))
            pending.clear()
        if self.draining.is_set() and not self._streams:
            self._transport.close()
        elif self._transport.get_write_buffer_size() > UNSENT_AT_MOST:
            self._abandon(ErrorCode.ENHANCE_YOUR_CALM, "PEER_DOES_NOT_READ")

    def _open_streams(self) -> None:
        outbound = self._outbound
        free = self._free_streams()
        if not self._queue or free <= 0:
            return
        before = outbound.next_id
        outbound.open_streams(self._queue, free, WRITE_AT_MOST, self._authorization())
        if outbound.next_id > before:
            self._inbound.highest_stream_id = outbound.next_id - 2
            self._streams.limit(self._loop.time() + self._deadline, outbound.next_id - 2)
        if outbound.exhausted:
            self.draining.set()
        elif self._queue and self._free_streams() > 0:
            self.wake()

    def _free_streams(self) -> int:
        """One stream until the first answer: with token authentication APNs allows no more (§3 of its guide)."""
        inbound = self._inbound
        if not inbound.settings_seen or self.draining.is_set() or self._streams.unfinished:
            return 0
        limit = inbound.stream_limit if inbound.proven else min(1, inbound.stream_limit)
        return limit - len(self._streams)

    def _queue_frame(self, data: bytes) -> None:
        if data:
            self._outbound.pending.append(data)
            self.wake()

    def _tick(self) -> None:
        now = self._loop.time()
        self._cancel(self._streams.overdue(now), "TIMEOUT")
        self._check_silence(now - self._heard_at)
        if not self._inbound.settings_seen and now - self._made_at > SETTINGS_PATIENCE:
            self._abandon(ErrorCode.SETTINGS_TIMEOUT, "NO_SETTINGS")
        if not self.closed.is_set():
            self._timer = self._loop.call_later(TICK, self._tick)
            self.wake()

    def _cancel(self, stream_ids: list[int], why: str) -> None:
        for stream_id in stream_ids:
            self._queue_frame(frames.rst_stream(stream_id, ErrorCode.CANCEL))
            self._streams.settle(stream_id, Answer(Fate.ambiguous, why=why))

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
