"""The requests under way on one connection, by stream id."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from push.wire.errors import ErrorCode
from push.wire.exchange import ACCEPTED, Answer, Batch, Fate, Request
from push.wire.flow import Unfinished

KEPT_BODY_BYTES = 4096  # an error body is some 60 bytes; whoever sends more is not read on

Settled = Callable[[Request, Answer], None]


@dataclass(slots=True)
class Partial:
    """An answer that came in more than one piece. `status` is None until the final response's header block is there."""

    status: int | None = None
    body: bytearray = field(default_factory=bytearray)


class Streams:
    """`open` and `unfinished` (bodies that wait for window) are the writer's to add to; ids are given in rising order.

    Nearly every answer is one frame that says 200: for those nothing but an entry of `open` is ever made.
    """

    def __init__(self, settled: Settled) -> None:
        self.open: dict[int, Request] = {}
        self.unfinished: dict[int, Unfinished] = {}
        self._settled = settled
        self._partial: dict[int, Partial] = {}
        self._deadlines: deque[tuple[float, int]] = deque()  # (deadline, the last stream it holds for), both rising

    def __len__(self) -> int:
        return len(self.open)

    def __contains__(self, stream_id: int) -> bool:
        return stream_id in self.open

    def limit(self, deadline: float, last_stream_id: int) -> None:
        """The streams opened since this was last called must be answered by `deadline` (the loop's time)."""
        self._deadlines.append((deadline, last_stream_id))

    def accept(self, stream_id: int) -> bool:
        """The whole answer is "200". False, and nothing done, when the stream needs a closer look."""
        if stream_id in self._partial or stream_id in self.unfinished:
            return False
        request = self.open.pop(stream_id, None)
        if request is None:
            return False
        key, _, _, batch = request
        batch.settle(key, ACCEPTED)
        return True

    def respond(self, stream_id: int, status: int | None) -> None:
        """A header block: the response's, or (None, and after it) trailers. 1xx announces another one."""
        partial = self._part(stream_id)
        if partial.status is None and status is not None and status >= 200:
            partial.status = status

    def receive(self, stream_id: int, content: bytes) -> bool:
        """Keep a piece of the body; False when it is more than any answer of this service."""
        partial = self._part(stream_id)
        partial.body += content
        return len(partial.body) <= KEPT_BODY_BYTES

    def end(self, stream_id: int) -> None:
        """The response is complete."""
        partial = self._part(stream_id)
        if partial.status is None:
            self.settle(stream_id, Answer(Fate.ambiguous, why="NO_STATUS"))
        elif partial.status == 200:
            self.settle(stream_id, ACCEPTED)
        else:
            self.settle(stream_id, Answer(Fate.answered, partial.status, bytes(partial.body)))

    def reset(self, stream_id: int, code: int) -> None:
        """RST_STREAM: only REFUSED_STREAM promises that nothing was processed (§8.7)."""
        refused = code == ErrorCode.REFUSED_STREAM
        self.settle(stream_id, Answer(Fate.unsent if refused else Fate.ambiguous, why=f"RST_STREAM_{code}"))

    def settle(self, stream_id: int, answer: Answer) -> None:
        """Report what became of a stream. A body that never left completely cannot have been processed."""
        request = self.open.pop(stream_id, None)
        if request is None:
            return
        self._partial.pop(stream_id, None)
        if self.unfinished.pop(stream_id, None) is not None and answer.fate is Fate.ambiguous:
            answer = Answer(Fate.unsent, why=answer.why)
        self._settled(request, answer)

    def above(self, stream_id: int) -> list[int]:
        return [open_id for open_id in self.open if open_id > stream_id]

    def of(self, batch: Batch) -> list[int]:
        return [open_id for open_id, (*_, its_batch) in self.open.items() if its_batch is batch]

    def overdue(self, now: float) -> list[int]:
        """Streams whose deadline has passed. `open` is in rising order, so the look ends at the first that has time."""
        last = 0
        while self._deadlines and self._deadlines[0][0] <= now:
            last = self._deadlines.popleft()[1]
        late = []
        for open_id in self.open:
            if open_id > last:
                break
            late.append(open_id)
        return late

    def lose_all(self, why: str) -> None:
        """The connection is gone."""
        for stream_id in list(self.open):
            self.settle(stream_id, Answer(Fate.ambiguous, why=why))

    def _part(self, stream_id: int) -> Partial:
        return self._partial.setdefault(stream_id, Partial())
