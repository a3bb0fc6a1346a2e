"""A request, and what became of it."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple


class Request(NamedTuple):
    """One POST. `key` is the caller's; `values` are those of the varying headers, in their order."""

    key: int
    path: bytes
    values: tuple[bytes, ...]
    body: bytes


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


ACCEPTED = Answer(Fate.answered, 200)

Answered = Callable[[int, Answer], None]  # (key, answer); called once for every request
