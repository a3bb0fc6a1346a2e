"""What the peer's frames mean (RFC 9113 §6), for a client that opens all the streams."""

import struct
from collections.abc import Callable

from push.wire import frames
from push.wire.errors import ErrorCode, WireError
from push.wire.exchange import Answer, Fate
from push.wire.flow import MAX_WINDOW, ReceiveWindow, SendWindow, Unfinished
from push.wire.frames import Frame, FrameReader, FrameType, Setting
from push.wire.headers import RequestHeaders, ResponseHeaders
from push.wire.streams import Streams

_MAX_BLOCK_BYTES = 65_536
_PING_BYTES = 8
UNKNOWN_LIMIT = 1  # until the peer has said how many streams it takes
DEFAULT_LIMIT = 1000  # when it says nothing: APNs' own figure


class Inbound:
    """Applies received frames to the connection's state; `write` queues frames that must go back."""

    def __init__(self, streams: Streams, headers: RequestHeaders, write: Callable[[bytes], None]) -> None:
        self.send_window = SendWindow()
        self.stream_limit = UNKNOWN_LIMIT
        self.proven = False  # an answer came: the credentials were looked at
        self.last_stream_id: int | None = None  # of GOAWAY: no streams are opened any more
        self.goaway_reason = ""
        self.highest_stream_id = 0
        self.settings_seen = False
        self._reader = FrameReader(self._accept)
        self._quick = False
        self._streams = streams
        self._headers = headers
        self._responses = ResponseHeaders()
        self._receive_window = ReceiveWindow()
        self._write = write
        self._block: tuple[Frame, list[bytes]] | None = None  # HEADERS that CONTINUATION frames complete
        self._on: dict[int, Callable[[Frame], None]] = {
            FrameType.DATA: self._data,
            FrameType.HEADERS: self._headers_frame,
            FrameType.RST_STREAM: self._rst_stream,
            FrameType.SETTINGS: self._settings,
            FrameType.PUSH_PROMISE: self._push_promise,
            FrameType.PING: self._ping,
            FrameType.GOAWAY: self._goaway,
            FrameType.WINDOW_UPDATE: self._window_update,
            FrameType.CONTINUATION: self._continuation,
        }

    def opening(self) -> bytes:
        """The preface, our settings (no push, no header table) and a wide connection window."""
        ours = frames.settings({Setting.HEADER_TABLE_SIZE: 0, Setting.ENABLE_PUSH: 0})
        return frames.PREFACE + ours + self._receive_window.opening()

    def receive(self, data: bytes) -> None:
        """Take in what the socket brought. Raises WireError when the peer breaks the protocol."""
        for received in self._reader.feed(data):
            self.apply(received)

    def _accept(self, stream_id: int) -> bool:
        return self._quick and self._streams.accept(stream_id)

    def _choose_pace(self) -> None:
        """A lone 0x88 is the whole answer only where blocks do not depend on each other and none is half read."""
        self._quick = self.proven and self._responses.stateless and self._block is None

    def apply(self, received: Frame) -> None:
        """Raises WireError when the peer breaks the protocol."""
        if self._block is not None and received.type != FrameType.CONTINUATION:
            raise WireError(ErrorCode.PROTOCOL_ERROR, "a header block was interrupted")
        if not self.settings_seen and received.type != FrameType.SETTINGS:
            raise WireError(ErrorCode.PROTOCOL_ERROR, "the preface must be SETTINGS")
        if handle := self._on.get(received.type):
            handle(received)

    def _data(self, received: Frame) -> None:
        self._require_known(received, "DATA")
        self._write(self._receive_window.take(len(received.payload)))
        content = frames.content_of(received)
        if received.stream_id not in self._streams:
            return  # we gave it up; its bytes still counted
        small = self._streams.receive(received.stream_id, content)
        if received.flags & frames.END_STREAM:
            self._end(received.stream_id)
        elif not small:
            self._end(received.stream_id, cut_short=True)

    def _headers_frame(self, received: Frame) -> None:
        self._require_known(received, "HEADERS")
        block = frames.content_of(received)
        if received.flags & frames.END_HEADERS:
            self._header_block(received, block)
        else:
            self._block = (received, [block])
            self._choose_pace()

    def _continuation(self, received: Frame) -> None:
        if self._block is None or self._block[0].stream_id != received.stream_id:
            raise WireError(ErrorCode.PROTOCOL_ERROR, "CONTINUATION without HEADERS")
        first, parts = self._block
        parts.append(received.payload)
        if sum(map(len, parts)) > _MAX_BLOCK_BYTES or (not received.payload and len(parts) > 16):
            raise WireError(ErrorCode.ENHANCE_YOUR_CALM, "header block")
        if received.flags & frames.END_HEADERS:
            self._block = None
            self._choose_pace()
            self._header_block(first, b"".join(parts))

    def _header_block(self, first: Frame, block: bytes) -> None:
        """Decoded even for a stream that was given up: the table must stay in step."""
        status = self._responses.status(block)
        if first.stream_id not in self._streams:
            return
        self._streams.respond(first.stream_id, status)
        if first.flags & frames.END_STREAM:
            self._end(first.stream_id)

    def _end(self, stream_id: int, *, cut_short: bool = False) -> None:
        """The answer is there. What is still open in either direction is cut off, or it would count as a stream."""
        if not self.proven:
            self.proven = True
            self._choose_pace()
        if cut_short or stream_id in self._streams.unfinished:
            self._write(frames.rst_stream(stream_id, ErrorCode.CANCEL))
        self._streams.end(stream_id)

    def _rst_stream(self, received: Frame) -> None:
        self._require_known(received, "RST_STREAM")
        code = frames.read_uint32(received.payload, "RST_STREAM")
        if received.stream_id in self._streams:
            self._streams.reset(received.stream_id, code)

    def _settings(self, received: Frame) -> None:
        if received.stream_id:
            raise WireError(ErrorCode.PROTOCOL_ERROR, "SETTINGS on a stream")
        if received.flags & frames.ACK:
            self._settings_taken(received)
            return
        if not self.settings_seen:
            self.settings_seen, self.stream_limit = True, DEFAULT_LIMIT
        for key, value in frames.read_settings(received.payload):
            self._setting(key, value)
        self._write(frames.frame(FrameType.SETTINGS, frames.ACK, 0))

    def _settings_taken(self, ack: Frame) -> None:
        if ack.payload:
            raise WireError(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS acknowledgement")
        self._responses.table_is_gone()
        self._choose_pace()

    def _setting(self, key: int, value: int) -> None:
        """§6.5.2. Frames are never larger than every peer must take, so a larger MAX_FRAME_SIZE changes nothing."""
        if key == Setting.MAX_CONCURRENT_STREAMS:
            self.stream_limit = value
        elif key == Setting.INITIAL_WINDOW_SIZE:
            self.send_window.set_initial(value, self._streams.unfinished.values())
        elif key == Setting.HEADER_TABLE_SIZE:
            self._headers.resize(value)
        elif key == Setting.ENABLE_PUSH and value != 0:
            raise WireError(ErrorCode.PROTOCOL_ERROR, "ENABLE_PUSH from a server")
        elif key == Setting.MAX_FRAME_SIZE and not frames.MAX_FRAME_BYTES <= value <= frames.LARGEST_MAX_FRAME_BYTES:
            raise WireError(ErrorCode.PROTOCOL_ERROR, f"MAX_FRAME_SIZE of {value}")

    def _push_promise(self, _: Frame) -> None:
        raise WireError(ErrorCode.PROTOCOL_ERROR, "PUSH_PROMISE though it was switched off")

    def _ping(self, received: Frame) -> None:
        if received.stream_id:
            raise WireError(ErrorCode.PROTOCOL_ERROR, "PING on a stream")
        if len(received.payload) != _PING_BYTES:
            raise WireError(ErrorCode.FRAME_SIZE_ERROR, "PING")
        if not received.flags & frames.ACK:
            self._write(frames.frame(FrameType.PING, frames.ACK, 0, received.payload))

    def _goaway(self, received: Frame) -> None:
        """Streams above the last id were not processed; those below it still get their answers (§6.8)."""
        if received.stream_id:
            raise WireError(ErrorCode.PROTOCOL_ERROR, "GOAWAY on a stream")
        last, code, debug = frames.read_goaway(received.payload)
        self.last_stream_id = min(last, self.last_stream_id) if self.last_stream_id is not None else last
        self.goaway_reason = f"GOAWAY_{code} {debug[:120].decode(errors='replace')}".strip()
        for stream_id in self._streams.above(last):
            self._streams.settle(stream_id, Answer(Fate.unsent, why="GOAWAY"))

    def _window_update(self, received: Frame) -> None:
        increment = frames.read_uint32(received.payload, "WINDOW_UPDATE") & frames.MAX_STREAM_ID
        if received.stream_id == 0:
            self.send_window.grow(increment)
            return
        self._require_known(received, "WINDOW_UPDATE")
        if waiting := self._streams.unfinished.get(received.stream_id):
            self._grow_stream(received.stream_id, waiting, increment)

    def _grow_stream(self, stream_id: int, waiting: Unfinished, increment: int) -> None:
        """An update of nothing, or beyond the largest window, is an error of this stream alone (§6.9, §6.9.1)."""
        waiting.credit += increment
        if increment == 0 or self.send_window.of(waiting) > MAX_WINDOW:
            code = ErrorCode.FLOW_CONTROL_ERROR if increment else ErrorCode.PROTOCOL_ERROR
            self._write(frames.rst_stream(stream_id, code))
            self._streams.settle(stream_id, Answer(Fate.ambiguous, why=code.name))

    def _require_known(self, received: Frame, what: str) -> None:
        """Only streams that we opened can be answered: odd, and not higher than the last one."""
        if received.stream_id % 2 == 0 or received.stream_id > self.highest_stream_id:
            raise WireError(ErrorCode.PROTOCOL_ERROR, f"{what} on stream {received.stream_id}")


PING = struct.pack(">Q", 0x7A68656E67777521)  # any eight bytes; we count silence, not echoes
