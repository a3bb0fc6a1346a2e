"""The stand-in's HTTP/2 side, on the `h2` library: deliberately not the code it is a test for."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, Event, RequestReceived, StreamEnded
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes

from server.demo.apns_stand_in.service import Service, Verdict

STREAMS = 1000


@dataclass
class Faults:
    """What goes wrong, and when. Counted per connection."""

    goaway_after: int | None = None  # graceful: answers what it has, then says goodbye
    reset_after: int | None = None  # cuts the connection without a word
    mute: bool = False  # takes requests and never answers
    max_streams: int = STREAMS
    stream_limits: tuple[int, ...] = ()  # one after the other, a new one after every `limit_every` answers
    limit_every: int = 10
    stall_after: int | None = None  # then reads nothing for `stall_seconds`
    stall_seconds: float = 1.0
    slow_seconds: float = 0.0  # between a request and its answer


@dataclass
class _Incoming:
    headers: dict[str, str]
    body: bytearray = field(default_factory=bytearray)


class Http2Server(asyncio.Protocol):
    """One connection."""

    def __init__(self, service: Service, faults: Faults, opened: Callable[["Http2Server"], None]) -> None:
        self._service = service
        self._faults = faults
        self._opened = opened
        self._h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self._incoming: dict[int, _Incoming] = {}
        self._answered = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._h2.initiate_connection()
        self._h2.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: self._faults.max_streams})
        self._flush()
        self._opened(self)

    def data_received(self, data: bytes) -> None:
        try:
            for event in self._h2.receive_data(data):
                self._handle(event)
        except ProtocolError:
            self._flush()
            self._transport.close()
        self._flush()

    def say_goodbye(self) -> None:
        """GOAWAY: whatever has not been answered was not processed."""
        self._h2.close_connection(last_stream_id=max(self._h2.highest_inbound_stream_id, 0))
        self._flush()
        self._transport.close()

    def _handle(self, event: Event) -> None:
        if isinstance(event, RequestReceived) and event.stream_id and event.headers:
            headers = {str(name): str(value) for name, value in event.headers}
            self._incoming[event.stream_id] = _Incoming(headers)
        elif isinstance(event, DataReceived) and event.stream_id:
            self._h2.acknowledge_received_data(event.flow_controlled_length or 0, event.stream_id)
            self._incoming[event.stream_id].body += event.data or b""
        elif isinstance(event, StreamEnded) and event.stream_id:
            self._complete(event.stream_id)

    def _complete(self, stream_id: int) -> None:
        incoming = self._incoming.pop(stream_id)
        if self._faults.mute or self._transport.is_closing():
            return
        verdict = self._service.judge(incoming.headers, bytes(incoming.body))
        if self._faults.slow_seconds:
            asyncio.get_running_loop().call_later(self._faults.slow_seconds, self._answer_late, stream_id, verdict)
        else:
            self._answer(stream_id, verdict)
        self._answered += 1
        if self._answered == self._faults.reset_after:
            self._transport.abort()
        elif self._answered == self._faults.goaway_after:
            self._h2.close_connection(last_stream_id=stream_id)
            self._flush()
            self._transport.close()
        elif self._answered == self._faults.stall_after:
            self._transport.pause_reading()
            asyncio.get_running_loop().call_later(self._faults.stall_seconds, self._go_on)
        elif self._faults.stream_limits and self._answered % self._faults.limit_every == 0:
            turn = self._answered // self._faults.limit_every - 1
            limit = self._faults.stream_limits[turn % len(self._faults.stream_limits)]
            self._h2.update_settings({SettingCodes.MAX_CONCURRENT_STREAMS: limit})

    def _answer_late(self, stream_id: int, verdict: Verdict) -> None:
        if not self._transport.is_closing():
            self._answer(stream_id, verdict)
            self._flush()

    def _go_on(self) -> None:
        if not self._transport.is_closing():
            self._transport.resume_reading()

    def _answer(self, stream_id: int, verdict: Verdict) -> None:
        headers = [(":status", str(verdict.status)), ("apns-id", verdict.apns_id)]
        self._h2.send_headers(stream_id, headers, end_stream=not verdict.body)
        if verdict.body:
            self._h2.send_data(stream_id, verdict.body, end_stream=True)

    def _flush(self) -> None:
        if data := self._h2.data_to_send():
            self._transport.write(data)
