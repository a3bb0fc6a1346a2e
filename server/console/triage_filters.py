"""The filters above the list: what can be chosen, and how many rows each choice would leave."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from content_models.intake.board.rows import Mark
from content_models.intake.board.rules import Age, Facets
from content_models.intake.documents import ItemKind
from content_models.organs import repository as organs
from content_models.sources import repository as sources
from server.console.triage_query import LISTS, ON_THE_BOARD, QueueView
from server.console.triage_scope import scope_of
from server.console.triage_view import GROUPED, MARKS
from server.console.visit import Visit
from server.pages.labels import SHORT_KIND_NAMES

MOST_CHOICES = 60  # sources or organs in a menu: those with the most waiting
AGE_NAMES = {Age.today: "24 小时内", Age.days: "3 天内", Age.week: "7 天内", Age.older: "7 天以前"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filters:
    kinds: list[Choice]
    marks: list[Choice]
    sources: list[Choice]
    organs: list[Choice]
    ages: list[Choice]


async def filters_for(visit: Visit, view: QueueView) -> Filters:
    """Lists of what is decided are not on the board: nothing is counted there."""
    if view.name not in ON_THE_BOARD:
        kinds = [Choice(kind, SHORT_KIND_NAMES[kind], None, view.kind is kind) for kind in ItemKind]
        return Filters(kinds, [], [], [], [])
    facets = visit.deps.board.facets(LISTS[view.name][1], visit.store.now(), scope_of(visit))
    marks = {str(mark): label for mark, (label, _) in MARKS.items()} | {str(Mark.grouped): GROUPED}
    return Filters(
        kinds=[Choice(kind, SHORT_KIND_NAMES[kind], facets.kinds[kind], view.kind is kind) for kind in ItemKind],
        marks=_choices(marks, {str(mark): count for mark, count in facets.marks.items()}, view.mark),
        sources=await _named_sources(facets.sources, view.source),
        organs=await _named_organs(facets.organs, view.organ),
        ages=_choices({str(age): name for age, name in AGE_NAMES.items()}, _by_name(facets), view.age),
    )


def _by_name(facets: Facets) -> dict[str, int]:
    return {str(age): count for age, count in facets.ages.items()}


async def _named_sources(counts: Counter[str], chosen: str) -> list[Choice]:
    wanted = _most(counts, chosen)
    known = await sources.load_many(wanted)
    return _choices({key: known[key].name for key in wanted if key in known}, counts, chosen)


async def _named_organs(counts: Counter[str], chosen: str) -> list[Choice]:
    wanted = _most(counts, chosen)
    known = await organs.load_many(wanted)
    return _choices({key: known[key].short_name for key in wanted if key in known}, counts, chosen)


def _most(counts: Counter[str], chosen: str) -> list[str]:
    most = [key for key, _ in counts.most_common(MOST_CHOICES)]
    return most if not chosen or chosen in most else [*most, chosen]


def _choices(names: Mapping[str, str], counts: Mapping[str, int], chosen: str | None) -> list[Choice]:
    """In the order of `names`, without what nothing bears."""
    return [
        Choice(value, label, counts.get(value, 0), value == chosen)
        for value, label in names.items()
        if counts.get(value) or value == chosen
    ]
