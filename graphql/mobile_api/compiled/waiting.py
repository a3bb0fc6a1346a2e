"""Values that are not there yet: started at once, awaited together, a level of the answer at a time."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

Completer = Callable[[Any, Any], Any]


class Hole(NamedTuple):
    """A key of a finished object whose value is still awaited, and how the value is completed."""

    coming: Coroutine[Any, Any, Any]
    target: dict[str, Any]
    key: str
    complete: Completer


class Started:
    """A coroutine that stopped at its first future. Only for those that await loaders and nothing else.

    A loader that has the value answers without stopping, and then a coroutine costs a call. One that does stop has
    not touched the task it began in (no timeout, no cancel scope), so another task may go on with it.
    """

    __slots__ = ("_coroutine", "_future")

    def __init__(self, coroutine: Coroutine[Any, Any, Any], future: Any) -> None:
        self._coroutine = coroutine
        self._future = future

    async def finish(self) -> Any:
        try:
            while True:
                await asyncio.wait((self._future,))  # looks at no result: the coroutine itself will
                self._future = _next(self._coroutine)
        except StopIteration as done:
            return done.value
        finally:
            self._coroutine.close()


def start(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The value, if the coroutine does not have to wait; else a `Started`."""
    try:
        return Started(coroutine, _next(coroutine))
    except StopIteration as done:
        return done.value


def _next(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The future at which the coroutine stops next. Several may stop at one: the mark that a task would take off is
    taken off here, else the second to await it is told that it does so wrongly."""
    future = coroutine.send(None)
    future._asyncio_future_blocking = False
    return future


async def all_of(comings: list[Coroutine[Any, Any, Any]]) -> list[Any]:
    """All values, or the first exception once every one has come to its end: nothing runs on behind the answer."""
    if len(comings) == 1:
        return [await comings[0]]
    values = await asyncio.gather(*comings, return_exceptions=True)
    for value in values:
        if isinstance(value, BaseException):
            raise value
    return values
