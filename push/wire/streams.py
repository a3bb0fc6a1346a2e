"""The requests under way on one connection, by stream id."""

from collections.abc import Callable
from dataclasses import dataclass, field

from push.wire.errors import ErrorCode
from push.wire.exchange import ACCEPTED, Answer, Fate, Request
from push.wire.flow import Unfinished

KEPT_BODY_BYTES = 4096  # an error body is some 60 bytes; whoever sends more is not read on

Settled = Callable[[Request, Answer], None]


@dataclass(slots=True)
class Stream:
    """`status` is None until the header block of the final response is there."""

    request: Request
    deadline: float
    status: int | None = None
    body: bytearray = field(default_factory=bytearray)


class Streams:
    """Ids are given in rising order, so the first stream is always the one that waits longest."""

    def __init__(self, settled: Settled) -> None:
        self._settled = settled
        self._open: dict[int, Stream] = {}
        self.unfinished: dict[int, Unfinished] = {}  # bodies that wait for window

    def __len__(self) -> int:
        return len(self._open)

    def __contains__(self, stream_id: int) -> bool:
        return stream_id in self._open

    def add(self, stream_id: int, request: Request, deadline: float) -> None:
        self._open[stream_id] = Stream(request, deadline)

    def respond(self, stream_id: int, status: int | None) -> None:
        """A header block: the response's, or (None, and after it) trailers. 1xx announces another one."""
        stream = self._open[stream_id]
        if stream.status is None and status is not None and status >= 200:
            stream.status = status

    def receive(self, stream_id: int, content: bytes) -> bool:
        """Keep a piece of the body; False when it is more than any answer of this service."""
        stream = self._open[stream_id]
        stream.body += content
        return len(stream.body) <= KEPT_BODY_BYTES

    def end(self, stream_id: int) -> None:
        """The response is complete."""
        stream = self._open[stream_id]
        if stream.status is None:
            self.settle(stream_id, Answer(Fate.ambiguous, why="NO_STATUS"))
        elif stream.status == 200:
            self.settle(stream_id, ACCEPTED)
        else:
            self.settle(stream_id, Answer(Fate.answered, stream.status, bytes(stream.body)))

    def reset(self, stream_id: int, code: int) -> None:
        """RST_STREAM: only REFUSED_STREAM promises that nothing was processed (§8.7)."""
        refused = code == ErrorCode.REFUSED_STREAM
        self.settle(stream_id, Answer(Fate.unsent if refused else Fate.ambiguous, why=f"RST_STREAM_{code}"))

    def settle(self, stream_id: int, answer: Answer) -> None:
        """Report what became of a stream. A body that never left completely cannot have been processed."""
        stream = self._open.pop(stream_id, None)
        if stream is None:
            return
        if self.unfinished.pop(stream_id, None) is not None and answer.fate is Fate.ambiguous:
            answer = Answer(Fate.unsent, why=answer.why)
        self._settled(stream.request, answer)

    def above(self, stream_id: int) -> list[int]:
        return [open_id for open_id in self._open if open_id > stream_id]

    def overdue(self, now: float) -> list[int]:
        late = []
        for stream_id, stream in self._open.items():
            if stream.deadline > now:
                break
            late.append(stream_id)
        return late

    def lose_all(self, why: str) -> None:
        """The connection is gone."""
        for stream_id in list(self._open):
            self.settle(stream_id, Answer(Fate.ambiguous, why=why))
