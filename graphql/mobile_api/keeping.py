"""What a process keeps of the content between requests, all of it for one edition only.

A generation belongs to the edition that was current when it began. A request holds on to its generation until it ends,
so what it reads late is put where nobody looks any more: nothing old can get into a newer generation.
"""

import time
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from mobile_api.compiled.cards import Cards

FRESH = 600.0  # seconds; no edition tells of a renamed organ, and to begin again costs every page its records


@dataclass(frozen=True, slots=True)
class Keeping:
    """How much is kept in each process; 0 keeps none of the kind. Tests of other things keep nothing."""

    page_bytes: int = 0  # finished answers
    card_bytes: int = 0  # finished pieces of answers
    records: int = 0  # releases, organs and topics as read from the store, by number


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


@dataclass(frozen=True, slots=True)
class Generation:
    edition: Hashable
    born: float
    cards: Cards | None
    records: Records | None


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
        )
