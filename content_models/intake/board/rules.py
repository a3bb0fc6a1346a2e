"""What the editor wants to see of the board, decided from rows alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from content_models.intake.board.rows import BoardRow, Mark, fold_words
from content_models.intake.documents import ItemKind, TriageState


class Age(StrEnum):
    """多久: since the item entered the queue."""

    today = "today"  # 24 小时内
    days = "days"  # 3 天内
    week = "week"  # 7 天内
    older = "older"  # 更早


_LIMITS = {Age.today: timedelta(days=1), Age.days: timedelta(days=3), Age.week: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Empty fields hold for everything. `organs` limits to those organs' items; None: all organs."""

    states: frozenset[TriageState] = frozenset({TriageState.pending, TriageState.changed})
    kind: ItemKind | None = None
    source_id: str = ""
    organ_id: str = ""
    mark: Mark | None = None
    age: Age | None = None
    words: str = ""
    organs: frozenset[str] | None = None

    def holds(self, row: BoardRow, now: datetime, words: tuple[str, ...]) -> bool:
        """`words` are the folded ones, which are the same for every row."""
        return (
            row.state in self.states
            and (self.organs is None or row.organ_id in self.organs)
            and (self.kind is None or row.kind is self.kind)
            and (not self.source_id or row.source_id == self.source_id)
            and (not self.organ_id or row.organ_id == self.organ_id)
            and (self.mark is None or self.mark in row.marks)
            and (self.age is None or is_of_age(row, self.age, now))
            and all(word in row.text for word in words)
        )

    @property
    def folded_words(self) -> tuple[str, ...]:
        """A row must hold all of them."""
        return tuple(filter(None, (fold_words(word) for word in self.words.split())))


def is_of_age(row: BoardRow, age: Age, now: datetime) -> bool:
    waited = now - row.queued_at
    return waited > _LIMITS[Age.week] if age is Age.older else waited <= _LIMITS[age]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many rows of a list each filter would leave."""

    kinds: Counter[ItemKind] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    organs: Counter[str] = field(default_factory=Counter)
    marks: Counter[Mark] = field(default_factory=Counter)
    ages: Counter[Age] = field(default_factory=Counter)


def facets_of(rows: Iterable[BoardRow], now: datetime) -> Facets:
    found = Facets()
    for row in rows:
        found.kinds[row.kind] += 1
        found.sources[row.source_id] += 1
        found.organs[row.organ_id] += 1
        found.marks.update(row.marks)
        found.ages.update(age for age in Age if is_of_age(row, age, now))
    return found
