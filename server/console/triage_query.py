"""The part of the queue an editor looks at, as it stands in the address and in a hidden field of every form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from content_models.intake.board.handled import handled
from content_models.intake.board.rows import BoardRow, Mark
from content_models.intake.board.rules import Age, BoardFilter
from content_models.intake.documents import ItemKind, TriageState
from server.console.places import place_from, place_of
from server.console.triage_scope import scope_of
from server.console.visit import Visit

PAGE_SIZE = 50
LONGEST_WORDS = 60  # characters of a search

# Named parts of the queue: what the tabs above the list say. The first three are on the board.
LISTS: dict[str, tuple[str, frozenset[TriageState]]] = {
    "waiting": ("待处理", frozenset({TriageState.pending, TriageState.changed})),
    "changed": ("源文变更", frozenset({TriageState.changed})),
    "snoozed": ("暂缓", frozenset({TriageState.snoozed})),
    "adopted": ("已采用", frozenset({TriageState.adopted})),
    "spiked": ("不采用", frozenset({TriageState.spiked})),
}
ON_THE_BOARD = ("waiting", "changed", "snoozed")

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class QueueView:
    name: str = "waiting"
    kind: ItemKind | None = None
    source: str = ""
    organ: str = ""
    mark: Mark | None = None
    age: Age | None = None
    words: str = ""
    after: str = ""
    item: str | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "QueueView":
        """Whatever the address says that means nothing is left out."""
        name = query.get("list", "")
        return cls(
            name=name if name in LISTS else "waiting",
            kind=_member(ItemKind, query.get("kind", "")),
            source=query.get("source", "")[:64],
            organ=query.get("organ", "")[:64],
            mark=_member(Mark, query.get("mark", "")),
            age=_member(Age, query.get("age", "")),
            words=query.get("q", "").strip()[:LONGEST_WORDS],
            after=query.get("after", "")[:80],
            item=query.get("item") or None,
        )

    @classmethod
    def from_field(cls, text: str) -> "QueueView":
        """From the hidden field that `query` was written into."""
        return cls.from_query(dict(parse_qsl(text[:1000])))

    @property
    def query(self) -> str:
        return urlencode(self._wanted())

    @property
    def href(self) -> str:
        """The address of this view; every part of it can be opened in a new tab."""
        wanted = self._wanted() | ({"item": self.item} if self.item else {})
        return f"/console/triage?{urlencode(wanted)}" if wanted else "/console/triage"

    @property
    def is_filtered(self) -> bool:
        return bool(self._wanted().keys() - {"list", "after"})

    def at(self, item: str | None) -> "QueueView":
        return replace(self, item=item)

    def with_(self, **changes: str) -> "QueueView":
        """For a filter's link: from the first page, at no item."""
        given = self._wanted() | changes
        return QueueView.from_query({key: value for key, value in given.items() if key != "after"})

    def below(self, row: BoardRow) -> "QueueView":
        """The next page."""
        return replace(self, after=place_of(row.queued_at, row.id), item=None)

    async def rows(self, visit: Visit, limit: int = PAGE_SIZE) -> list[BoardRow]:
        now = visit.store.now()
        if self.name in ON_THE_BOARD:
            return visit.deps.board.page(self.filter_for(visit), now, limit, place_from(self.after))
        return await self._handled(visit, now, limit)

    def filter_for(self, visit: Visit) -> BoardFilter:
        return BoardFilter(
            states=LISTS[self.name][1],
            kind=self.kind,
            source_id=self.source,
            organ_id=self.organ,
            mark=self.mark,
            age=self.age,
            words=self.words,
            organs=scope_of(visit),
        )

    async def _handled(self, visit: Visit, now: datetime, limit: int) -> list[BoardRow]:
        """What has been decided is asked of the store, and filtered by what its rows say without their texts."""
        wanted, place = self.filter_for(visit), place_from(self.after)
        before = place[0] + timedelta(milliseconds=1) if place else now + timedelta(seconds=1)
        looked_through = limit * (4 if self.is_filtered else 2)
        rows = (BoardRow.of(item) for item in await handled(sorted(wanted.states), before, looked_through))
        below = (row for row in rows if place is None or row.place < place)
        return [row for row in below if wanted.holds(row, now, wanted.folded_words)][:limit]

    def _wanted(self) -> dict[str, str]:
        wanted = {
            "list": self.name if self.name != "waiting" else "",
            "kind": self.kind or "",
            "source": self.source,
            "organ": self.organ,
            "mark": self.mark or "",
            "age": self.age or "",
            "q": self.words,
            "after": self.after,
        }
        return {name: str(value) for name, value in wanted.items() if value}


def _member(kind: type[E], text: str) -> E | None:
    return kind(text) if text in set(kind) else None
