"""Many small writes of one kind as few large ones, for callers that run side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(eq=False)
class _Batch(Generic[T]):
    items: list[T] = field(default_factory=list)
    written: asyncio.Task[None] = field(init=False)


class Gathering(Generic[T]):
    """Group commit: who comes while a write is under way goes with the next one, together with all who came.

    A caller returns when its own item is written; when the write fails, all that went with it raise the same error.
    A caller alone waits for nobody.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._write = write
        self._open: _Batch[T] | None = None
        self._last: asyncio.Task[None] | None = None

    async def add(self, item: T) -> None:
        batch = self._batch()
        batch.items.append(item)
        await asyncio.shield(batch.written)

    def _batch(self) -> _Batch[T]:
        """The batch that still takes items. One of another event loop (a test's before) is dead."""
        loop = asyncio.get_running_loop()
        if self._open is None or self._open.written.get_loop() is not loop:
            before = self._last if self._last and self._last.get_loop() is loop else None
            self._open = _Batch()
            self._last = self._open.written = loop.create_task(self._written(self._open, before))
        return self._open

    async def _written(self, batch: _Batch[T], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])
        self._open = None
        await self._write(batch.items)
