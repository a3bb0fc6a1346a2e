"""Objects that remember the values of their fields: what a release is called need not be asked twice in an edition.

An object is made to remember by whoever keeps it for the edition (`keeping.Shown`), and so is what its fields lead to.
Only compiled code reads and writes what is remembered: values of fields that are the same for everybody and take no
arguments, leaves as they are written in answers, everything else as the resolver gave it. Where pieces of answers are
not kept (`cards.py`), no part of an answer is among them: every answer is put together from values, as in a server
whose data are plain objects.
"""

from collections.abc import Callable
from typing import Any, ClassVar

Complete = Callable[[Any, Any], Any]


class Remembering:
    """Base of schema types; an object remembers nothing until `Memory.include` has been told of it."""

    remembered: ClassVar[dict[Any, Any] | None] = None  # values by field; pieces (`cards.py`) by selection


class Memory:
    """Of one generation. `room`: how many objects may remember; those beyond are asked each time."""

    def __init__(self, room: int) -> None:
        self.room = room

    def include(self, value: Any) -> None:
        """An object, or those in a list; anything else is let be."""
        for one in value if isinstance(value, list | tuple) else (value,):
            if isinstance(one, Remembering) and one.remembered is None and self.room > 0:
                self.room -= 1
                vars(one)["remembered"] = {}


NO_MEMORY = Memory(0)


def keeping(complete: Complete, remembered: dict[str, Any], name: str) -> Complete:
    """`complete`, for a value that is remembered then."""

    def complete_and_keep(value: Any, run: Any) -> Any:
        run.memory.include(value)
        completed = complete(value, run)  # what is not as it should be raises, and is not remembered
        remembered[name] = value
        return completed

    return complete_and_keep
