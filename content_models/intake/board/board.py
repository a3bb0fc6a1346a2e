"""The board: one per process, brought up to date before it is read, filtered and counted without a query.

The embedded store takes a second to sort ten thousand waiting items and half a second to count them (ADR); an index
on `updated_at` answers "what changed since" in milliseconds on any engine. So the board asks that, and only that.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from content_models.intake.board import repository
from content_models.intake.board.repository import WAITING
from content_models.intake.board.rows import READ, BoardRow
from content_models.intake.board.rules import BoardFilter, Facets, facets_of
from content_models.intake.documents import IntakeItem, TriageState
from content_models.kit.store import Store

# A row's time is taken before its transaction commits, and MongoDB ends transactions after sixty seconds.
OVERLAP = timedelta(seconds=60)
WHOLE_EVERY = timedelta(minutes=10)  # everything is read anew: clocks of other machines may be wrong

Scope = frozenset[str] | None  # organs whose items may be seen; None: all


class TriageBoard:
    def __init__(self) -> None:
        self._rows: dict[str, BoardRow] = {}
        self._ordered: list[BoardRow] = []
        self._seen: datetime | None = None
        self._whole: datetime | None = None
        self._refreshing = asyncio.Lock()
        self._listeners: set[Callable[[], None]] = set()
        self._counted: dict[tuple[Scope, frozenset[TriageState]], tuple[int, datetime, Facets]] = {}
        self.generation = 0

    def __len__(self) -> int:
        return len(self._rows)

    async def refresh(self, store: Store) -> None:
        """Take up what was written since the last time."""
        async with self._refreshing:
            now = store.now()
            if self._whole is None or self._seen is None or now - self._whole > WHOLE_EVERY:
                await self._read_whole(now)
            else:
                await self._take_up(await repository.changed_since(self._seen - OVERLAP))
            self._seen = now

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """`listener` hears of every change and must not block; gives the way to stop it."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def page(
        self, wanted: BoardFilter, now: datetime, limit: int, after: tuple[datetime, str] | None = None
    ) -> list[BoardRow]:
        """The newest rows, below the place `after`."""
        words = wanted.folded_words
        below = (row for row in self._ordered if after is None or row.place < after)
        return list(islice((row for row in below if wanted.holds(row, now, words)), limit))

    def count(self, wanted: BoardFilter, now: datetime) -> int:
        words = wanted.folded_words
        return sum(wanted.holds(row, now, words) for row in self._ordered)

    def counts(self, scope: Scope = None) -> Counter[TriageState]:
        return Counter(row.state for row in self._ordered if scope is None or row.organ_id in scope)

    def row(self, item_id: str) -> BoardRow | None:
        return self._rows.get(item_id)

    def facets(self, states: frozenset[TriageState], now: datetime, scope: Scope = None) -> Facets:
        """Kept until the board changes, or a minute passes and ages with it."""
        kept = self._counted.get((scope, states))
        if kept and kept[0] == self.generation and now - kept[1] < timedelta(minutes=1):
            return kept[2]
        shown = (row for row in self._ordered if row.state in states and (scope is None or row.organ_id in scope))
        found = facets_of(shown, now)
        self._counted = {key: value for key, value in self._counted.items() if value[0] == self.generation}
        self._counted[scope, states] = self.generation, now, found
        return found

    async def _read_whole(self, now: datetime) -> None:
        there: set[str] = set()
        async for batch in repository.waiting():
            there.update(item.id for item in batch)
            await self._take_up(batch)
        self._drop(self._rows.keys() - there)
        self._whole = now

    async def _take_up(self, items: Sequence[IntakeItem]) -> None:
        news = [item for item in items if self._is_news(item)]
        waiting = [item for item in news if item.state in WAITING]
        bodies = await repository.bodies((item.latest_raw_id for item in waiting), READ) if waiting else {}
        rows = await asyncio.to_thread(_rows_of, waiting, bodies)
        self._drop({item.id for item in news} - rows.keys())
        if rows:
            self._rows |= rows
            self._reorder()

    def _is_news(self, item: IntakeItem) -> bool:
        known = self._rows.get(item.id)
        return item.state in WAITING if known is None else known.version < item.version

    def _drop(self, gone: Iterable[str]) -> None:
        dropped = [self._rows.pop(item_id) for item_id in list(gone) if item_id in self._rows]
        if dropped:
            self._reorder()

    def _reorder(self) -> None:
        """Sorting what is nearly sorted is linear."""
        known = self._rows
        kept = [row for row in self._ordered if known.get(row.id) is row]
        placed = {row.id for row in kept}
        self._ordered = sorted(
            [*(row for row in known.values() if row.id not in placed), *kept], key=lambda row: row.place, reverse=True
        )
        self.generation += 1
        for listener in tuple(self._listeners):
            listener()


def _rows_of(items: Sequence[IntakeItem], bodies: Mapping[str, str]) -> dict[str, BoardRow]:
    """About a tenth of a millisecond an item: in a thread, for a queue of ten thousand is read at the start."""
    return {item.id: BoardRow.of(item, bodies.get(item.latest_raw_id, "")) for item in items}
