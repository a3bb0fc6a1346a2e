"""Many small writes of one kind as few large ones, for callers that run side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(eq=False)
class _Batch(Generic[T]):
    items: list[T] = field(default_factory=list)
    weight: float = 0
    written: asyncio.Task[None] = field(init=False)


class Gathering(Generic[T]):
    """Group commit: who comes while a write is under way goes with the next one, together with all who came.

    A caller returns when its own item is written; when the write fails, all that went with it raise the same error.
    A caller alone waits for nobody. When those who wait weigh more than `most` together, the later ones go after the
    others: those who are written go on meanwhile, so their work and the writing overlap.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]], most: float = inf) -> None:
        self._write = write
        self._most = most
        self._open: _Batch[T] | None = None
        self._last: asyncio.Task[None] | None = None

    async def add(self, item: T, weight: float = 1) -> None:
        batch = self._batch(weight)
        batch.items.append(item)
        batch.weight += weight
        await asyncio.shield(batch.written)

    def _batch(self, weight: float) -> _Batch[T]:
        """The batch that still takes this much; an empty one takes anything."""
        batch = self._open
        loop = asyncio.get_running_loop()
        if batch and batch.written.get_loop() is loop and (not batch.items or batch.weight + weight <= self._most):
            return batch
        # one of another event loop (a test's before) is dead
        before = self._last if self._last and self._last.get_loop() is loop else None
        self._open = batch = _Batch()
        self._last = batch.written = loop.create_task(self._written(batch, before))
        return batch

    async def _written(self, batch: _Batch[T], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        if self._open is batch:
            self._open = None
        await self._write(batch.items)
