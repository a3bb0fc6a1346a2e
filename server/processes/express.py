"""The express lane: a phone's request is answered as soon as it is whole, without the way through ASGI.

Nearly all requests are phones', for one of a few pages. Between a socket and a page that is ready in memory uvicorn and
Starlette make a task, eight coroutines and two messages, and go through every header of the answer several times: that
costs more than finding the page. Here a page that is kept is written in the turn of the loop in which its request came,
and any other in a task that does nothing else.

What is out of the ordinary goes the usual way, which answers the same: a stream of events, a request that comes in
pieces, a client that waits to be told to go on, or one that sends its next request before it has its answer.
"""

import asyncio
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from mobile_api.transport import answers
from mobile_api.transport.endpoint import Endpoint
from mobile_api.transport.head import Head, head_of
from mobile_api.transport.live.sse import wants_events
from mobile_api.transport.negotiation import JSON
from mobile_api.transport.replies import Reply, lines_of
from server.errors import as_ours
from server.processes.corked import CorkedTransport
from server.processes.patience import PatientProtocol

_CLOSE = b"connection: close\r\n"
_FORWARDED = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})


@dataclass(frozen=True, slots=True)
class Lane:
    """`headers`: what the application's own layers put on every answer of `endpoint`."""

    path: str
    endpoint: Endpoint
    headers: Sequence[tuple[bytes, bytes]] = ()


def express(lane: Lane) -> type[HttpToolsProtocol]:
    """The protocol of a server with this lane: a class, as uvicorn wants it."""
    return type("Express", (ExpressProtocol,), {"lane": lane, "lines": lines_of(list(lane.headers))})


class ExpressProtocol(PatientProtocol):
    lane: Lane
    lines: bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: tuple[RequestResponseCycle, ASGIApp] | None = None
        self._proxies = _proxies_before(self.app)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._held is not None:  # its body is still to come
            cycle, app = self._held
            self._held = None
            super()._start_asgi_task(cycle, app)  # type: ignore[arg-type]

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """uvicorn has read a head, or has come to a request that waited for the answers before it."""
        is_new = cycle.more_body and not cycle.waiting_for_100_continue
        if is_new and cycle.scope["path"] == self.lane.path:
            self._held = cycle, app
        else:
            super()._start_asgi_task(cycle, app)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        if self._held is not None:
            cycle, app = self._held
            self._held = None
            self._take(cycle, app)

    def _take(self, cycle: RequestResponseCycle, app: ASGIApp) -> None:
        head = self._head(cast("Scope", cycle.scope))
        if wants_events(head.accept):
            super()._start_asgi_task(cycle, app)  # type: ignore[arg-type]
            return
        body = bytes(cycle.body)
        ready = None if self.flow.write_paused else self.lane.endpoint.kept(head, body)
        if ready is not None:
            self._write(cycle, ready, head)
            return
        self.tasks.add(self.loop.create_task(self._make(cycle, head, body)))  # uvicorn waits for them when it stops

    def _head(self, scope: Scope) -> Head:
        """With the address of whoever stands behind the proxy, where uvicorn trusts it."""
        if self._proxies is not None and not _FORWARDED.isdisjoint([name for name, _ in scope["headers"]]):
            looking = self._proxies(scope, None, None)  # type: ignore[arg-type]
            for _ in looking.__await__():
                pass  # it waits for nothing: it looks at two headers and calls `_arrived`, which neither hears nor says
        return head_of(scope)

    async def _make(self, cycle: RequestResponseCycle, head: Head, body: bytes) -> None:
        try:
            made = await self._made(head, body)
            if self.flow.write_paused:
                await self.flow.drain()
            self._write(cycle, made, head)
        finally:
            self.tasks.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _made(self, head: Head, body: bytes) -> Reply:
        try:
            return await self.lane.endpoint.answer(head, body)
        except Exception as error:  # noqa: BLE001 - the edge of the process: nobody is left without an answer
            return answers.refusal(as_ours(error), JSON)

    def _write(self, cycle: RequestResponseCycle, answer: Reply, head: Head) -> None:
        if cycle.disconnected or self.transport.is_closing():
            return
        cycle.response_started = cycle.response_complete = True
        dated = lines_of(self.server_state.default_headers)
        ending = b"\r\n" if cycle.keep_alive else _CLOSE + b"\r\n"
        body = b"" if head.method == "HEAD" else answer.body
        whole = b"".join((STATUS_LINE[answer.status], dated, answer.lines(), self.lines, ending, body))
        cast("CorkedTransport", self.transport).write_whole(whole)
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()


def _proxies_before(app: Any) -> ProxyHeadersMiddleware | None:
    """uvicorn's own reader of the headers that proxies add, with its settings, before nothing."""
    if not isinstance(app, ProxyHeadersMiddleware):
        return None
    alone = copy(app)
    alone.app = _arrived  # type: ignore[assignment]
    return alone


async def _arrived(scope: Scope, receive: Receive, send: Send) -> None:
    """The end of the way: by now the scope names whoever stands behind the proxy."""
