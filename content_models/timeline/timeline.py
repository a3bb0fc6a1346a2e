"""The feed in memory: per channel, the places of all its visible releases in order.

Reading a page touches no engine: it merges the tails of the wanted channels. `refresh` asks the store for one counter
by `_id` and, only when that moved, for the entries that changed.
"""

import asyncio
import sys
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from content_models.kit.store import Store
from content_models.releases.channels import ALL
from content_models.timeline import repository
from content_models.timeline.change_log import ChangeLog
from content_models.timeline.repository import Place
from content_models.timeline.rules import Position, headlines, newest_first

HEADLINE_CANDIDATES = 200
FEW = 100  # so many changes are inserted one by one; more are appended and sorted together


@dataclass(frozen=True, slots=True)
class Page:
    """`positions` newest first; `epoch` is how far the timeline had come when it was read."""

    positions: list[Position]
    has_next: bool
    epoch: int


@dataclass(slots=True)
class Shift:
    """What one refresh changed: by id, with the channels it concerns."""

    epoch: int
    arrived: dict[str, tuple[str, ...]] = field(default_factory=dict)
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gone: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Shown:
    position: Position
    channels: tuple[str, ...]


class Timeline:
    """One per process; refreshed by a background task, read by every feed request."""

    def __init__(self) -> None:
        self._shown: dict[str, _Shown] = {}  # what is visible, by release id
        self._tails: defaultdict[str, list[Position]] = defaultdict(list)
        self._arrivals: dict[str, int] = {}  # channel → epoch in which something last became visible there
        self._touches: dict[str, int] = {}  # channel → epoch in which anything last changed there
        self._channel_sets: dict[tuple[str, ...], tuple[str, ...]] = {}  # most releases flow where others did
        self.log = ChangeLog()
        self._listeners: list[Callable[[Shift], None]] = []
        self._refreshing = asyncio.Lock()
        self.epoch = 0
        self.generation = ""  # of the counter that the epoch is of

    async def refresh(self, store: Store) -> bool:
        """Take up what changed since the last refresh; True if anything did.

        Any open store will do: Beanie binds documents globally, and asking for one keeps anybody from refreshing
        before that has happened.
        """
        async with self._refreshing:
            counter = await repository.counter()
            newest, self.generation = counter.value, counter.generation
            if newest == self.epoch:
                return False
            shift = Shift(newest)
            is_first = self.epoch == 0
            async for places in repository.changed_between(self.epoch, newest):
                self._take_up(places, shift, sorting=not is_first)
            if is_first:  # every tail is sorted once, however many batches there were
                self._insert(list(self._shown.values()))
            self.log.settle()
            # The counter was read first: what is written meanwhile lies above it and is read next time.
            self.epoch = newest
            if not is_first:  # at the start nobody has seen anything that could have changed
                self._tell(shift)
            return True

    def listen(self, listener: Callable[[Shift], None]) -> None:
        """`listener` hears of every later refresh that changed something. It must not block."""
        self._listeners.append(listener)

    def page(self, channels: Iterable[str], first: int, after: Position | None = None) -> Page:
        """The `first` newest releases of the channels below `after`; no channels means all."""
        merged = newest_first([self._tails.get(name, []) for name in set(channels) or {ALL}], after)
        positions = list(islice(merged, first + 1))
        return Page(positions[:first], len(positions) > first, self.epoch)

    def headlines(self, first: int, now_ms: int) -> list[Position]:
        """What leads the front page: of the newest releases the weightiest kinds first. One page's cost."""
        newest = islice(newest_first([self._tails.get(ALL, [])], None), HEADLINE_CANDIDATES)
        return headlines([(one, self.channels_of(one.release_id)) for one in newest], now_ms)[:first]

    def position_of(self, release_id: str) -> Position | None:
        shown = self._shown.get(release_id)
        return shown.position if shown else None

    def channels_of(self, release_id: str) -> tuple[str, ...]:
        """Where a visible release is shown; nothing for any other."""
        shown = self._shown.get(release_id)
        return shown.channels if shown else ()

    def has_newer(self, channels: Iterable[str], epoch: int) -> bool:
        """Whether something became visible in the channels after `epoch`."""
        return any(self._arrivals.get(name, 0) > epoch for name in set(channels) or {ALL})

    def has_changed(self, channels: Iterable[str], epoch: int) -> bool:
        """Whether anything came, was corrected or went in the channels after `epoch`."""
        return any(self._touches.get(name, 0) > epoch for name in set(channels) or {ALL})

    def __len__(self) -> int:
        return len(self._shown)

    def take_up(self, places: Sequence[Place], epoch: int) -> None:
        """What `refresh` does with what it read; also how a timeline is made without a store (bench/feed.py)."""
        shift = Shift(epoch)
        self._take_up(places, shift)
        self.log.settle()
        self.epoch = epoch
        self._tell(shift)

    def _take_up(self, places: Sequence[Place], shift: Shift, *, sorting: bool = True) -> None:
        """`sorting=False` leaves the tails as they are, for a caller that fills them in the end."""
        before = {one.release_id: was for one in places if (was := self._remove(one.release_id, sorting)) is not None}
        for one in places:
            self.log.note(one.epoch, one.release_id)
            for name in (*one.channels, *before.get(one.release_id, ())):
                self._touches[name] = max(one.epoch, self._touches.get(name, 0))
        visible = [one for one in places if one.visible]
        for one in visible:
            names = self._interned(one.channels)
            self._shown[one.release_id] = _Shown(Position(one.published_ms, one.release_id), names)
            for name in names:
                self._arrivals[name] = max(one.arrived, self._arrivals.get(name, 0))
            (shift.corrected if one.release_id in before else shift.arrived)[one.release_id] = names
        gone = [one.release_id for one in places if not one.visible]
        shift.gone |= {release_id: before[release_id] for release_id in gone if release_id in before}
        if sorting:
            self._insert([self._shown[one.release_id] for one in visible])

    def _interned(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return self._channel_sets.setdefault(names, tuple(map(sys.intern, names)))

    def _insert(self, shown: Sequence[_Shown]) -> None:
        added: defaultdict[str, list[Position]] = defaultdict(list)
        for one in shown:
            for name in one.channels:
                added[name].append(one.position)
        for name, positions in added.items():
            tail = self._tails[name]
            if len(positions) > FEW:
                tail += positions
                tail.sort()
            else:
                for position in positions:
                    insort(tail, position)

    def _remove(self, release_id: str, from_tails: bool) -> tuple[str, ...] | None:
        """The channels it was visible in until now."""
        shown = self._shown.pop(release_id, None)
        if shown is None:
            return None
        for name in shown.channels if from_tails else ():
            tail = self._tails[name]
            del tail[bisect_left(tail, shown.position)]
        return shown.channels

    def _tell(self, shift: Shift) -> None:
        for listener in self._listeners:
            listener(shift)
