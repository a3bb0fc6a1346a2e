"""The feed in memory: per channel, the places of all its visible releases in order.

Reading a page touches no engine: it merges the tails of the wanted channels. `refresh` asks the store for one counter
by `_id` and, only when that moved, for the entries that changed.
"""

import asyncio
import sys
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from content_models.kit.store import Store
from content_models.releases.channels import ALL
from content_models.timeline import repository
from content_models.timeline.documents import TimelineEntry
from content_models.timeline.rules import Position, newest_first, position_of

FEW = 100  # so many changes are inserted one by one; more are appended and sorted together


@dataclass(frozen=True, slots=True)
class Page:
    """`positions` newest first; `epoch` is how far the timeline had come when it was read."""

    positions: list[Position]
    has_next: bool
    epoch: int


@dataclass(frozen=True, slots=True)
class _Place:
    position: Position
    channels: tuple[str, ...]


class Timeline:
    """One per process; refreshed by a background task, read by every feed request."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}  # of what is visible, by release id
        self._tails: defaultdict[str, list[Position]] = defaultdict(list)
        self._arrivals: dict[str, int] = {}  # channel → epoch in which something last became visible there
        self._refreshing = asyncio.Lock()
        self.epoch = 0

    async def refresh(self, store: Store) -> bool:
        """Take up what changed since the last refresh; True if anything did.

        Any open store will do: Beanie binds documents globally, and asking for one keeps anybody from refreshing
        before that has happened.
        """
        async with self._refreshing:
            newest = (await repository.counter()).value
            if newest == self.epoch:
                return False
            self._take_up(await repository.changed_since(self.epoch))
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
        return len(self._places)

    def _take_up(self, entries: Sequence[TimelineEntry]) -> None:
        before = {entry.id for entry in entries if self._remove(entry.id)}
        visible = [entry for entry in entries if entry.visible]
        for entry in visible:
            self._places[entry.id] = _Place(position_of(entry), tuple(map(sys.intern, entry.channels)))
            if entry.id not in before:
                self._arrivals |= {name: max(entry.epoch, self._arrivals.get(name, 0)) for name in entry.channels}
        self._insert([self._places[entry.id] for entry in visible])

    def _insert(self, places: Sequence[_Place]) -> None:
        added: defaultdict[str, list[Position]] = defaultdict(list)
        for place in places:
            for name in place.channels:
                added[name].append(place.position)
        for name, positions in added.items():
            tail = self._tails[name]
            if len(positions) > FEW:
                tail += positions
                tail.sort()
            else:
                for position in positions:
                    insort(tail, position)

    def _remove(self, release_id: str) -> bool:
        """Whether it was visible until now."""
        place = self._places.pop(release_id, None)
        if place is None:
            return False
        for name in place.channels:
            tail = self._tails[name]
            del tail[bisect_left(tail, place.position)]
        return True
