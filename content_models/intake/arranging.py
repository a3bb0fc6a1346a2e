"""Fitting arrivals into what is there: which groups change, and what to ask an editor. Pure, CPU only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from content_models.intake.documents import IntakeItem
from content_models.intake.grouping import Group, Judge, tie
from content_models.intake.matching import WORTH_ASKING, Entry, Match

NEAREST = 48  # candidates an arrival is compared with: a column of one template does not make a poll quadratic
MOST_SUGGESTIONS = 3  # an arrival


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two items an editor is asked about."""

    item_ids: tuple[str, str]  # sorted
    match: Match


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Groups that changed, without those they absorbed, and what is worth asking."""

    groups: list[Group]
    proposals: list[Proposal]


def nearest(item: IntakeItem, index: Mapping[str, Sequence[str]]) -> list[str]:
    """Ids of the items that share the most with `item`, best first; `index` as `index_of` gives it.

    A key counts the more the fewer bear it: what a whole trade says in its first sentence tells nobody apart.
    """
    shared: defaultdict[str, float] = defaultdict(float)
    for key, weight in _keys(item):
        bearers = index.get(key, ())
        for found in bearers:
            shared[found] += weight / len(bearers)
    shared.pop(item.id, None)
    return [found for found, _ in sorted(shared.items(), key=lambda count: (-count[1], count[0]))[:NEAREST]]


def index_of(items: Iterable[IntakeItem]) -> dict[str, list[str]]:
    """Item ids by key."""
    index: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for key, _ in _keys(item):
            index[key].append(item.id)
    return index


def _keys(item: IntakeItem) -> Iterator[tuple[str, int]]:
    """What the item can be found by and what finding it that way is worth: an address, a number or a title more
    than all bands together."""
    exact = (("u", item.url_key), ("n", item.doc_no_key), ("t", item.title_key))
    yield from ((f"{kind}:{key}", 100) for kind, key in exact if key)
    yield from ((band, 1) for band in item.bands)


def arrange(arrivals: Sequence[Entry], groups: Sequence[Group], judge: Judge) -> Arrangement:
    """Place each arrival, the earliest first, among `groups` (which hold them too, each alone or with its kind)."""
    place_of = {entry.id: group for group in groups for entry in group.entries}
    index = index_of(entry.item for group in groups for entry in group.entries)
    near = {entry.id: nearest(entry.item, index) for entry in arrivals}
    changed: dict[int, Group] = {}
    for entry in sorted(arrivals, key=lambda entry: (entry.item.first_seen_at, entry.id)):
        home = place_of[entry.id]
        around = {id(place_of[other]): place_of[other] for other in near[entry.id]}
        for absorbed in tie(entry, home, around.values(), judge):
            changed.pop(id(absorbed), None)
            changed[id(home)] = home
            place_of.update((member.id, home) for member in absorbed.entries)
    return Arrangement(list(changed.values()), _proposals(arrivals, near, place_of, judge))


def _proposals(
    arrivals: Sequence[Entry], near: Mapping[str, Sequence[str]], place_of: Mapping[str, Group], judge: Judge
) -> list[Proposal]:
    found: dict[tuple[str, str], Proposal] = {}
    for entry in arrivals:
        best: dict[int, Proposal] = {}  # one question a group, about the member most alike
        for other in near[entry.id]:
            group = place_of[other]
            match = judge.match(entry, next(member for member in group.entries if member.id == other))
            if group is not place_of[entry.id] and match and match.score >= WORTH_ASKING:
                first, second = sorted((entry.id, other))
                proposal = Proposal((first, second), match)
                best[id(group)] = max(best.get(id(group), proposal), proposal, key=_score)
        for proposal in sorted(best.values(), key=_score, reverse=True)[:MOST_SUGGESTIONS]:
            found[proposal.item_ids] = proposal
    return list(found.values())


def _score(proposal: Proposal) -> float:
    return proposal.match.score
