"""What a process keeps of the content between requests, all of it for one edition only.

A generation belongs to the edition that was current when it began. A request holds on to its generation until it ends,
so what it reads late is put where nobody looks any more: nothing old can get into a newer generation.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from mobile_api.compiled.cards import Cards
from mobile_api.compiled.remembering import Memory

MOST_PAGES = 500  # of places in the feed, a hundred at most on each
_OBJECTS = 5  # a release with its organ, topics and interpretations
FRESH = 600.0  # seconds; no edition tells of a renamed organ, and to begin again costs every page its records


@dataclass(frozen=True, slots=True)
class Keeping:
    """How much is kept in each process; 0 keeps none of the kind. Tests of other things keep nothing."""

    page_bytes: int = 0  # finished answers
    card_bytes: int = 0  # finished pieces of answers
    records: int = 0  # releases, organs and topics as read from the store, by number; and as the schema shows them


USUAL = Keeping(page_bytes=64_000_000, card_bytes=32_000_000, records=5_000)


@dataclass(slots=True)
class Records:
    """What was read from the store by id. When full, it keeps what it has: a generation is short."""

    most: int
    kinds: dict[str, dict[str, Any]] = field(default_factory=dict)
    _held: int = 0

    def of(self, kind: str) -> dict[str, Any]:
        return self.kinds.setdefault(kind, {})

    def put(self, kind: str, found: dict[str, Any]) -> None:
        if self._held + len(found) <= self.most:
            self._held += len(found)
            self.of(kind).update(found)


class Shown:
    """Releases as objects of the schema, by id, which remember what their fields are. They are made of kept records and
    go with them; `memory` bounds how many objects remember, with those that the fields lead to."""

    def __init__(self, most: int) -> None:
        self._objects: dict[str, Any] = {}
        self._pages: OrderedDict[Hashable, Any] = OrderedDict()
        self.memory = Memory(most * _OBJECTS)

    def get(self, key: str, record: Any, make: Callable[[Any], Any]) -> Any:
        """The object made of this record; another record of the same id (of another edition) gets its own."""
        found = self._objects.get(key)
        if found is not None and found[0] is record:
            return found[1]
        made = make(record)
        if self.memory.room > 0:
            self.memory.include(made)
            self._objects[key] = record, made
        return made

    def page(self, key: Hashable) -> Any:
        """A merged page of a list, as the schema's object, for all who read the same channels."""
        return self._pages.get(key)

    def keep_page(self, key: Hashable, page: Any) -> None:
        self._pages[key] = page
        if len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Generation:
    edition: Hashable
    born: float
    cards: Cards | None
    records: Records | None
    shown: Shown | None


class Generations:
    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._current = self._next(None)

    def current(self, edition: Hashable) -> Generation:
        now = self._current
        if now.edition != edition or time.monotonic() - now.born > FRESH:
            now = self._current = self._next(edition)
        return now

    def _next(self, edition: Hashable) -> Generation:
        keeping = self._keeping
        return Generation(
            edition,
            time.monotonic(),
            Cards(keeping.card_bytes) if keeping.card_bytes else None,
            Records(keeping.records) if keeping.records else None,
            Shown(keeping.records) if keeping.records else None,
        )
