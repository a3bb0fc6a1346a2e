"""Finished answers of this process, kept while nothing in the feed has changed.

A page is kept for one edition of the content (the timeline's epoch). The process learns of a withdrawal or a
correction within a second; from then on no older page is found, and one that was being made meanwhile is kept under
the edition it was begun in, that is: not found either. What no edition covers (names of organs) ages by the clock.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any

from mobile_api.transport.pages import Page

FRESH = 30.0  # seconds


class KeptPages:
    """`largest` bytes in all; the page that was asked for longest ago goes first. 0 keeps nothing."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._edition: Hashable = None
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._making: dict[tuple[Hashable, Hashable], asyncio.Task[Page]] = {}
        self._size = 0

    @property
    def is_on(self) -> bool:
        return self._largest > 0

    def get(self, key: Hashable, edition: Hashable, *, stale: bool = False) -> Page | None:
        """`stale` also finds one that has aged, for when no newer can be made."""
        if edition != self._edition:
            self._drop(edition)
        found = self._pages.get(key)
        if found is None or not (stale or time.monotonic() - found.made_at < FRESH):
            return None
        self._pages.move_to_end(key)
        return found

    async def made_once(self, key: Hashable, edition: Hashable, make: Callable[[], Coroutine[Any, Any, Page]]) -> Page:
        """Many who ask for what is not there wait for one of them to make it.

        Made in a task of its own: whoever came first may leave without taking it away from the others.
        """
        flight = (edition, key)
        task = self._making.get(flight)
        if task is None:
            task = self._making[flight] = asyncio.create_task(make())
            task.add_done_callback(lambda done: self._landed(flight, done))
        return await asyncio.shield(task)

    def _landed(self, flight: tuple[Hashable, Hashable], done: asyncio.Task[Page]) -> None:
        self._making.pop(flight, None)
        if done.cancelled() or done.exception() is not None:
            return
        edition, key = flight
        made = done.result()
        if made.keep and edition == self._edition and made.size <= self._largest // 4:
            self._put(key, made)

    def _put(self, key: Hashable, made: Page) -> None:
        self._forget(key)
        self._pages[key] = made
        self._size += made.size
        while self._size > self._largest:
            self._forget(next(iter(self._pages)))

    def _forget(self, key: Hashable) -> None:
        gone = self._pages.pop(key, None)
        if gone is not None:
            self._size -= gone.size

    def _drop(self, edition: Hashable) -> None:
        self._edition = edition
        self._pages.clear()
        self._size = 0

    def __len__(self) -> int:
        return len(self._pages)
