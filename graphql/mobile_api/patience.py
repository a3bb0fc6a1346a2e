"""Waiting for something no longer than so many seconds, with a timer only where there is something to wait for.

Most requests have their whole body when they are looked at, and most answers are made of what the process knows: for
those a timer, its context and its cancellation would be a tenth of the work.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar, cast

from mobile_api.compiled.waiting import Started, start

T = TypeVar("T")


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns. Raises TimeoutError. Its first step is taken at once, in the caller's task, as by `await`;
    it must not run long without waiting, but then no timer could have stopped it either."""
    try:
        first = work.send(None)
    except StopIteration as done:
        return cast(T, done.value)
    async with asyncio.timeout(seconds):
        return cast(T, await _Rest(work, first))


async def together(*works: Coroutine[Any, Any, Any]) -> list[Any]:
    """As `asyncio.gather`, without tasks where nothing has to be waited for. For coroutines that await loaders only
    (`compiled/waiting.py` says why). Raises what the first of them to fail in this order raises."""
    begun = [start(work) for work in works]
    return [await one.finish() if one.__class__ is Started else one for one in begun]


class _Rest:
    """`await` of a coroutine that has taken its first step, and is to be woken when `first` is there.

    An iterator and no generator: what a task sends or throws goes to the coroutine itself.
    """

    def __init__(self, work: Coroutine[Any, Any, Any], first: Any) -> None:
        self._work, self._steps = work, iter([first])

    def __await__(self) -> "_Rest":
        return self

    def __iter__(self) -> "_Rest":
        return self

    def __next__(self) -> Any:
        return self.send(None)

    def send(self, value: Any) -> Any:
        for first in self._steps:
            return first
        return self._work.send(value)

    def throw(self, kind: Any, value: Any = None, traceback: Any = None) -> Any:
        return self._work.throw(kind if value is None else value)

    def close(self) -> None:
        self._work.close()
