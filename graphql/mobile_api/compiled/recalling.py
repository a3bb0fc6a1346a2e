"""The Python text that makes the dict of an object from what it remembers: lookups and displays, not a call.

What a field leads to is written out in its place where that remembers as well and is of one known type. A text fails
with a KeyError or TypeError where something is not remembered yet; then the object is asked (`compiled/writing.py`).
"""

from collections.abc import Sequence
from typing import NamedTuple

DEEPEST = 3  # objects within objects that are written out in one place
MOST = 200  # fields in one text


class Recalled(NamedTuple):
    """One key: a constant, or a value by its name. `below` is what is selected of it, `many` whether it is a list;
    `piece` names what the object at the other end bears the finished piece by (`cards.py`)."""

    key: str
    constant: str | None = None
    name: str = ""
    below: tuple["Recalled", ...] | None = None
    many: bool = False
    piece: str | None = None

    @property
    def is_written_out(self) -> bool:
        return self.constant is not None or self.below is not None or self.piece is not None


def size_of(recalled: Sequence[Recalled]) -> int:
    return sum(1 + size_of(one.below or ()) for one in recalled)


def value(recalled: Recalled, memory: str, depth: int = 0) -> str:
    """From an object's memory given as text. (No `:=` in what a comprehension iterates over: Python forbids it.)"""
    found, one, its = f"{memory}[{recalled.name!r}]", f"x{depth}", f"q{depth}"
    if recalled.piece is not None:
        return f"(None if ({one} := {found}) is None else {one}.remembered[{recalled.piece}])"
    if recalled.below is None:
        return found
    if recalled.many:
        return f"[{_display(recalled.below, its, depth)} for {one} in {found} for {its} in ({one}.remembered,)]"
    return f"(None if ({one} := {found}) is None else {_display(recalled.below, f'{one}.remembered', depth)})"


def _display(recalled: Sequence[Recalled], memory: str, depth: int) -> str:
    parts = [
        f"{one.key!r}: {one.constant!r}"
        if one.constant is not None
        else f"{one.key!r}: {value(one, memory, depth + 1)}"
        for one in recalled
    ]
    return f"{{{', '.join(parts)}}}"
