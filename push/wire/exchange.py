"""Requests, what they have in common, and what became of each."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple


class Fate(StrEnum):
    answered = "answered"  # the server's word, whatever it says
    unsent = "unsent"  # certainly not processed: may be sent again without a second thought
    ambiguous = "ambiguous"  # sent, and no answer came: it may have been processed


class Answer(NamedTuple):
    """`status` is 0 and `body` empty unless `fate` is answered; `why` says in one word what happened otherwise."""

    fate: Fate
    status: int = 0
    body: bytes = b""
    why: str = ""


ACCEPTED = Answer(Fate.answered, 200)  # every 200 is this very object: told by `is`

Answered = Callable[[int, Answer], None]  # (key, answer); called once for every request


class Batch:
    """What many requests share: the `values` of the shared headers, in their order, the body, and who is told.

    One object a batch and none a request: no future, no task, no copy of the body.
    """

    __slots__ = ("answered", "body", "done", "values", "waiting")

    def __init__(self, values: tuple[bytes, ...], body: bytes, answered: Answered) -> None:
        self.values = values
        self.body = body
        self.answered = answered
        self.waiting = 0
        self.done = asyncio.Event()

    def settle(self, key: int, answer: Answer) -> None:
        """The last word on one request."""
        self.answered(key, answer)
        self.waiting -= 1
        if not self.waiting:
            self.done.set()


# (key, path, id, batch): one POST. `key` is the caller's, `id` the value of the header that differs from request to
# request. A plain tuple, since a named one costs five times as much to make and there is one for every device.
Request = tuple[int, bytes, bytes, Batch]
