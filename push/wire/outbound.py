"""Writing requests: bytes that hardly differ from one request to the next, put together from a stencil."""

import struct
from collections import deque
from typing import NamedTuple

from push.wire import frames
from push.wire.exchange import Batch, Request
from push.wire.flow import SendWindow, Unfinished
from push.wire.frames import FrameType
from push.wire.headers import RequestHeaders
from push.wire.streams import Streams

_stream_id = struct.Struct(">I").pack


class Stencil(NamedTuple):
    """The constant pieces of a request: open_headers, ID, head, PATH, middle, APNS-ID, open_data, ID, body."""

    batch: Batch
    path_bytes: int
    id_bytes: int
    open_headers: bytes
    head: bytes
    middle: bytes
    open_data: bytes
    size: int


class Outbound:
    """Opens streams on one connection; `pending` is what must be written next, as pieces to be joined."""

    def __init__(self, streams: Streams, window: SendWindow, headers: RequestHeaders) -> None:
        self.pending: list[bytes] = []
        self.next_id = 1
        self._streams = streams
        self._window = window
        self._headers = headers

    @property
    def exhausted(self) -> bool:
        """Are the 2^30 stream ids of a connection used up (§5.1.1)?"""
        return self.next_id > frames.MAX_STREAM_ID

    def open_streams(self, queue: deque[Request], count: int, room: int, authorization: bytes) -> None:
        """Take up to `count` requests, until some `room` bytes are filled or a body has to wait for window."""
        stencil: Stencil | None = None
        opened, unfinished, window, write = self._streams.open, self._streams.unfinished, self._window, self.pending
        at_once = min(window.initial, frames.MAX_FRAME_BYTES)
        count = min(count, len(queue), (frames.MAX_STREAM_ID - self.next_id) // 2 + 1)
        while count > 0 and room > 0 and not unfinished:
            count -= 1
            request = queue.popleft()
            _, path, id_, batch = request
            stream_id = self.next_id
            self.next_id = stream_id + 2
            opened[stream_id] = request
            body = batch.body
            if not self._headers.tabled or len(body) > at_once or len(body) > window.connection:
                room -= self._open_slowly(stream_id, request, authorization)
                stencil = None
                continue
            if not (stencil and stencil[0] is batch and stencil[1] == len(path) and stencil[2] == len(id_)):
                stencil = self._stencil(request, authorization)
            number = _stream_id(stream_id)
            write += (stencil[3], number, stencil[4], path, stencil[5], id_, stencil[6], number, body)
            window.connection -= len(body)
            room -= stencil[7]

    def continue_bodies(self) -> None:
        """Send on what waited for window."""
        for stream_id, unfinished in list(self._streams.unfinished.items()):
            self._send_body(stream_id, unfinished)

    def _open_slowly(self, stream_id: int, request: Request, authorization: bytes) -> int:
        """The first request of a connection, and those whose body does not fit: frame by frame. Bytes written."""
        _, path, id_, batch = request
        block = self._headers.block(path, authorization, (*batch.values, id_))
        self.pending.append(frames.frame(FrameType.HEADERS, frames.END_HEADERS, stream_id, block))
        self._send_body(stream_id, Unfinished(batch.body, 0))
        return len(block) + len(batch.body)

    def _stencil(self, request: Request, authorization: bytes) -> Stencil:
        _, path, id_, batch = request
        path_bytes, id_bytes = len(path), len(id_)
        head, middle = self._headers.template(path_bytes, authorization, batch.values, id_bytes)
        block_bytes = len(head) + path_bytes + len(middle) + id_bytes
        open_headers = frames.head(FrameType.HEADERS, frames.END_HEADERS, block_bytes)
        open_data = frames.head(FrameType.DATA, frames.END_STREAM, len(batch.body))
        size = block_bytes + len(batch.body) + 2 * frames.HEADER_BYTES
        return Stencil(batch, path_bytes, id_bytes, open_headers, head, middle, open_data, size)

    def _send_body(self, stream_id: int, unfinished: Unfinished) -> None:
        """As much as the windows let through, in frames of the size that every peer takes (§6.5.2)."""
        room = min(len(unfinished.body) - unfinished.position, self._window.room(unfinished))
        end = unfinished.position + room
        self._window.connection -= room
        complete = end == len(unfinished.body)
        while unfinished.position < end or (complete and not unfinished.body):
            piece = unfinished.body[unfinished.position : min(end, unfinished.position + frames.MAX_FRAME_BYTES)]
            unfinished.position += len(piece)
            last = complete and unfinished.position == end
            self.pending.append(frames.frame(FrameType.DATA, frames.END_STREAM if last else 0, stream_id, piece))
            if last:
                break
        if complete:
            self._streams.unfinished.pop(stream_id, None)
        else:
            self._streams.unfinished[stream_id] = unfinished
