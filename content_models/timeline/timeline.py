"""The feed in memory: per channel, the places of all its visible releases in order.

Reading a page touches no engine: it merges the tails of the wanted channels. `refresh` asks the store for one counter
by `_id` and, only when that moved, for the entries that changed.
"""

import asyncio
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from content_models.kit.store import Store
from content_models.releases.channels import ALL
from content_models.timeline import repository
from content_models.timeline.documents import TimelineEntry
from content_models.timeline.rules import Position, newest_first, position_of


@dataclass(frozen=True, slots=True)
class Page:
    """`positions` newest first; `epoch` is how far the timeline had come when it was read."""

    positions: list[Position]
    has_next: bool
    epoch: int


class Timeline:
    """One per process; refreshed by a background task, read by every feed request."""

    def __init__(self) -> None:
        self._entries: dict[str, TimelineEntry] = {}
        self._tails: defaultdict[str, list[Position]] = defaultdict(list)
        self._arrivals: dict[str, int] = {}  # channel → epoch in which something last became visible there
        self._refreshing = asyncio.Lock()
        self.epoch = 0

    async def refresh(self, store: Store) -> bool:
        """Take up what changed since the last refresh; True if anything did.

        Any store will do as argument: Beanie binds documents globally; it is asked for so that nobody refreshes
        before one is open.
        """
        async with self._refreshing:
            newest = (await repository.counter()).value
            if newest == self.epoch:
                return False
            for entry in await repository.changed_since(self.epoch):
                self._take_up(entry)
            # The counter was read first: an entry written meanwhile is read again next time instead of missed.
            self.epoch = newest
            return True

    def page(self, channels: Iterable[str], first: int, after: Position | None = None) -> Page:
        """The `first` newest releases of the channels below `after`; no channels means all."""
        merged = newest_first([self._tails.get(name, []) for name in set(channels) or {ALL}], after)
        positions = list(islice(merged, first + 1))
        return Page(positions[:first], len(positions) > first, self.epoch)

    def has_newer(self, channels: Iterable[str], epoch: int) -> bool:
        """Whether something became visible in the channels after `epoch`."""
        return any(self._arrivals.get(name, 0) > epoch for name in set(channels) or {ALL})

    def __len__(self) -> int:
        return len(self._tails.get(ALL, ()))

    def _take_up(self, entry: TimelineEntry) -> None:
        before = self._entries.get(entry.id)
        if before is not None and before.visible:
            self._remove(before)
        self._entries[entry.id] = entry
        if entry.visible:
            self._insert(entry, arrived=before is None or not before.visible)

    def _insert(self, entry: TimelineEntry, *, arrived: bool) -> None:
        for name in entry.channels:
            insort(self._tails[name], position_of(entry))
            if arrived:
                self._arrivals[name] = max(entry.epoch, self._arrivals.get(name, 0))

    def _remove(self, entry: TimelineEntry) -> None:
        position = position_of(entry)
        for name in entry.channels:
            tail = self._tails[name]
            del tail[bisect_left(tail, position)]
