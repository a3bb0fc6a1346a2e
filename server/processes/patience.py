"""How long a socket may take to say what it wants, and to take what it is given (慢速连接).

uvicorn times nothing but the pause between two requests, so a thousand clients that send a byte now and then would hold
a thousand sockets for ever (slow loris). As Apache's mod_reqtimeout does: so many seconds for the head, so many for the
body and one more for every so many bytes of it; and whoever does not read is let go.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from server.processes.corked import CorkedTransport

_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Patience:
    head_seconds: float = 10.0  # from the opening, or from the first byte after an answer, to the end of the head
    head_bytes: int = 32_768  # of the address and all headers
    body_seconds: float = 20.0  # for the body, and one second more for every `body_rate` bytes that came
    body_rate: int = 2_000
    rest_seconds: float = 5.0  # for what is left of a body that has been answered already
    take_seconds: float = 30.0  # to take what fills the socket's buffer (64 kB)


class PatientProtocol(HttpToolsProtocol):
    """One connection. A socket that became a WebSocket is another protocol's, with limits of its own."""

    patience = Patience()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._watch: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._is_awaited = False  # something of a request is still to come
        self._deadline = 0.0
        self._idle_until = 0.0  # while there is nothing to answer
        self._head_bytes = 0
        self._in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast("asyncio.Transport", CorkedTransport(transport, self.loop)))
        self._await_head()
        self._watch = self._look_again()

    def connection_lost(self, exc: Exception | None) -> None:
        self._let_timers_go()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._is_awaited and self._is_idle():
            self._await_head()  # nothing but line breaks may come between two requests, and no callback tells of them
        if self._in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > self.patience.head_bytes:
            self._refuse(_TOO_LARGE)
        if self._is_awaited and self._watch is None:
            self._watch = self._look_again()  # most requests come whole, and need no timer

    def handle_websocket_upgrade(self) -> None:
        self._let_timers_go()
        self.transport = cast("CorkedTransport", self.transport).bare
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._in_head, self._head_bytes = False, 0
        self._deadline = self.loop.time() + self.patience.body_seconds

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        if not self._is_idle():
            self._deadline += len(body) / self.patience.body_rate

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._unwatch()

    def on_response_complete(self) -> None:
        """As uvicorn's own, which sets and cancels a timer for each answer."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
            return
        now = self.loop.time()
        if self._is_awaited:
            self._deadline = now + self.patience.rest_seconds
        self._idle_until = now + self.timeout_keep_alive
        if self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_task = self.loop.call_at(self._idle_until, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        """There may have been requests since the timer was set: looking again is cheaper than a timer for each."""
        self.timeout_keep_alive_task = None
        if not self._is_idle():
            return  # its answer sets the next
        if self.loop.time() < self._idle_until:
            self.timeout_keep_alive_task = self.loop.call_at(self._idle_until, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()

    def _unset_keepalive_if_required(self) -> None:
        """Called for all that comes; the timer looks for itself."""

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(self.patience.take_seconds, self._abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _is_idle(self) -> bool:
        """Nothing is being answered."""
        cycle = cast("RequestResponseCycle | None", self.cycle)  # uvicorn sets it with the first request
        return cycle is None or cycle.response_complete

    def _await_head(self) -> None:
        self._in_head = self._is_awaited = True
        self._deadline = self.loop.time() + self.patience.head_seconds

    def _unwatch(self) -> None:
        self._is_awaited = False
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _let_timers_go(self) -> None:
        self._unwatch()
        super()._unset_keepalive_if_required()

    def _look(self) -> None:
        """The deadline moves as bytes come: looking again is cheaper than a timer for each of them."""
        self._watch = None
        if self.loop.time() < self._deadline:
            self._watch = self._look_again()
        else:
            self._refuse(_TOO_SLOW)

    def _look_again(self) -> asyncio.TimerHandle:
        soon = self.loop.time() + self.patience.rest_seconds  # the deadline may also be drawn nearer
        return self.loop.call_at(min(self._deadline, soon), self._look)

    def _refuse(self, answer: bytes) -> None:
        """A request that is being answered, or has been, gets no second answer."""
        if self.transport.is_closing():
            return
        if self._in_head and not self.pipeline and self._is_idle():
            self.transport.write(answer)
            self.transport.close()
        else:
            self._abort()

    def _abort(self) -> None:
        self.transport.abort()
