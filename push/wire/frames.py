"""Frames (RFC 9113 §4 and §6): bytes in, frames out; and the few frames a client writes."""

import struct
from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import NamedTuple

from push.wire.errors import ErrorCode, WireError

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEADER_BYTES = 9
MAX_FRAME_BYTES = 16_384  # what we announce, which is the default
LARGEST_MAX_FRAME_BYTES = 2**24 - 1  # §6.5.2
MAX_STREAM_ID = 2**31 - 1

END_STREAM = ACK = 0x1
END_HEADERS = 0x4
PADDED = 0x8
PRIORITY_FLAG = 0x20

_HEAD = struct.Struct(">BHHI")  # length in two parts, type and flags as one, stream id
_WHOLE_ANSWER = 0x0105  # HEADERS with END_HEADERS and END_STREAM
_STATUS_200 = 0x88  # static table, 8 (RFC 7541, appendix A)
_SETTING = struct.Struct(">HI")
_UINT32 = struct.Struct(">I")
_PRIORITY_BYTES = 5


class FrameType(IntEnum):
    DATA = 0x0
    HEADERS = 0x1
    PRIORITY = 0x2
    RST_STREAM = 0x3
    SETTINGS = 0x4
    PUSH_PROMISE = 0x5
    PING = 0x6
    GOAWAY = 0x7
    WINDOW_UPDATE = 0x8
    CONTINUATION = 0x9


class Setting(IntEnum):
    HEADER_TABLE_SIZE = 0x1
    ENABLE_PUSH = 0x2
    MAX_CONCURRENT_STREAMS = 0x3
    INITIAL_WINDOW_SIZE = 0x4
    MAX_FRAME_SIZE = 0x5


class Frame(NamedTuple):
    """`type` is a plain number: types that are not known are passed on, and ignored (§4.1)."""

    type: int
    flags: int
    stream_id: int
    payload: bytes


def _needs_a_look(_: int) -> bool:
    return False


class FrameReader:
    """Cuts the byte stream into frames, wherever the network cut it.

    `accept(stream id)` is offered every frame that begins like a whole answer "200"; the frame counts as dealt with
    when it says True. Nine in ten frames are this one, and making an object of each would double the cost of reading.
    """

    def __init__(self, accept: Callable[[int], bool] = _needs_a_look) -> None:
        self._accept = accept
        self._buffer = b""

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete now. Raises WireError for a frame larger than we announced."""
        buffer = self._buffer + data if self._buffer else data
        position, size, accept, head_of = 0, len(buffer), self._accept, _HEAD.unpack_from
        while size - position >= HEADER_BYTES:
            high, low, kind, stream_id = head_of(buffer, position)
            length = high << 16 | low
            if length > MAX_FRAME_BYTES:
                raise WireError(ErrorCode.FRAME_SIZE_ERROR, f"frame of {length} bytes")
            start = position + HEADER_BYTES
            position = start + length
            if position > size:
                position = start - HEADER_BYTES
                break
            if kind == _WHOLE_ANSWER and length and buffer[start] == _STATUS_200 and accept(stream_id):
                continue
            yield Frame(kind >> 8, kind & 0xFF, stream_id & MAX_STREAM_ID, buffer[start:position])
        self._buffer = buffer[position:]


def frame(type_: FrameType, flags: int, stream_id: int, payload: bytes = b"") -> bytes:
    return b"%b%b%b" % (head(type_, flags, len(payload)), _UINT32.pack(stream_id), payload)


def head(type_: FrameType, flags: int, payload_bytes: int) -> bytes:
    """The first five bytes of a frame; the stream id (four bytes) and the payload follow."""
    return b"%b%c%c" % (payload_bytes.to_bytes(3, "big"), type_, flags)


def settings(values: dict[Setting, int]) -> bytes:
    return frame(FrameType.SETTINGS, 0, 0, b"".join(_SETTING.pack(key, value) for key, value in values.items()))


def window_update(stream_id: int, increment: int) -> bytes:
    return frame(FrameType.WINDOW_UPDATE, 0, stream_id, _UINT32.pack(increment))


def rst_stream(stream_id: int, code: ErrorCode) -> bytes:
    return frame(FrameType.RST_STREAM, 0, stream_id, _UINT32.pack(code))


def goaway(code: ErrorCode) -> bytes:
    """We accept no streams from the server, so the last one processed is 0."""
    return frame(FrameType.GOAWAY, 0, 0, _UINT32.pack(0) + _UINT32.pack(code))


def read_settings(payload: bytes) -> list[tuple[int, int]]:
    if len(payload) % _SETTING.size:
        raise WireError(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS")
    return list(_SETTING.iter_unpack(payload))


def read_uint32(payload: bytes, what: str) -> int:
    """The payload of WINDOW_UPDATE and RST_STREAM: four bytes, no more and no less."""
    if len(payload) != _UINT32.size:
        raise WireError(ErrorCode.FRAME_SIZE_ERROR, what)
    return int(_UINT32.unpack(payload)[0])


def read_goaway(payload: bytes) -> tuple[int, int, bytes]:
    """(last stream id, error code, debug data)."""
    if len(payload) < 2 * _UINT32.size:
        raise WireError(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY")
    return int.from_bytes(payload[:4], "big") & MAX_STREAM_ID, int.from_bytes(payload[4:8], "big"), payload[8:]


def content_of(received: Frame) -> bytes:
    """The payload of DATA or HEADERS without padding (§6.1) and the deprecated priority fields (§6.2)."""
    payload = received.payload
    padding = 0
    if received.flags & PADDED:
        if not payload:
            raise WireError(ErrorCode.FRAME_SIZE_ERROR, "padding without a length")
        padding, payload = payload[0], payload[1:]
    if received.type == FrameType.HEADERS and received.flags & PRIORITY_FLAG:
        if len(payload) < _PRIORITY_BYTES:
            raise WireError(ErrorCode.FRAME_SIZE_ERROR, "HEADERS priority")
        payload = payload[_PRIORITY_BYTES:]
    if padding > len(payload):
        raise WireError(ErrorCode.PROTOCOL_ERROR, "more padding than payload")
    return payload[: len(payload) - padding] if padding else payload
