"""Flow control (RFC 9113 §5.2 and §6.9): what may be sent, and telling the peer what was taken in."""

from collections.abc import Iterable
from dataclasses import dataclass

from push.wire.errors import ErrorCode, WireError
from push.wire.frames import window_update

DEFAULT_WINDOW = 65_535
MAX_WINDOW = 2**31 - 1
RECEIVE_WINDOW = 1 << 20  # of the connection: error bodies of thousands of streams before the first update


@dataclass(slots=True)
class Unfinished:
    """A request body that the windows did not let through at once. `position` is the first byte not sent."""

    body: bytes
    position: int
    credit: int = 0  # window updates of this stream


class SendWindow:
    """How many bytes of DATA may be sent: on the connection, and on a stream as of the peer's settings."""

    def __init__(self) -> None:
        self.connection = DEFAULT_WINDOW
        self.initial = DEFAULT_WINDOW

    def grow(self, increment: int) -> None:
        if increment == 0:
            raise WireError(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0")
        self.connection += increment
        if self.connection > MAX_WINDOW:
            raise WireError(ErrorCode.FLOW_CONTROL_ERROR, "connection window")

    def set_initial(self, value: int, waiting: Iterable[Unfinished] = ()) -> None:
        """Holds for open streams too (§6.9.2): their windows are reckoned from it, and may turn negative."""
        self.initial = value
        if value > MAX_WINDOW or any(self.of(stream) > MAX_WINDOW for stream in waiting):
            raise WireError(ErrorCode.FLOW_CONTROL_ERROR, "INITIAL_WINDOW_SIZE")

    def of(self, stream: Unfinished) -> int:
        """The stream's own window; negative when the peer shrank it after the fact."""
        return self.initial + stream.credit - stream.position

    def room(self, stream: Unfinished) -> int:
        return max(0, min(self.connection, self.of(stream)))


class ReceiveWindow:
    """Counts DATA taken in, and says when to open the window again. One that never does freezes after 65,535 bytes."""

    def __init__(self) -> None:
        self._taken = 0

    def opening(self) -> bytes:
        return window_update(0, RECEIVE_WINDOW - DEFAULT_WINDOW)

    def take(self, size: int) -> bytes:
        """The frame to send after `size` bytes (padding included), or nothing."""
        self._taken += size
        if self._taken < RECEIVE_WINDOW // 2:
            return b""
        taken, self._taken = self._taken, 0
        return window_update(0, taken)
