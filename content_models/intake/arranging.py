"""Fitting arrivals into what is there: which groups change, and what to ask an editor. Pure, CPU only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from content_models.intake.grouping import Group, Judge, tie
from content_models.intake.matching import WORTH_ASKING, Entry, Match
from content_models.intake.signature import Findable, Key, exact_keys, keys_of

NEAREST = 48  # candidates an arrival is compared with: a column of one template does not make a poll quadratic
EXACT = 100  # what sharing an address, a number or a title is worth: more than all bands together
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


def nearest(item: Findable, index: Mapping[Key, Sequence[Findable]]) -> list[str]:
    """Ids of the items of other sources that share the most with `item`, best first; `index` as `index_of` gives it.

    Those of its own source are passed over: they are never one with it, and would fill all places in a column of one
    template.

    A key counts the more the fewer bear it: what a whole trade says in its first sentence tells nobody apart.
    """
    shared: defaultdict[str, float] = defaultdict(float)
    for keys, weight in ((exact_keys(item), EXACT), (item.bands, 1)):
        for bearers in filter(None, map(index.get, keys)):
            for found in bearers:
                if found.source_id != item.source_id:
                    shared[found.id] += weight / len(bearers)
    return [found for found, _ in sorted(shared.items(), key=lambda count: (-count[1], count[0]))[:NEAREST]]


def index_of(items: Iterable[Findable]) -> dict[Key, list[Findable]]:
    """By key, those that bear it, where there are several: most keys are one item's alone."""
    keys = [(item, keys_of(item)) for item in items]
    times = Counter(chain.from_iterable(own for _, own in keys))
    index: dict[Key, list[Findable]] = {key: [] for key, number in times.items() if number > 1}
    if index:
        for item, own in keys:
            for key in filter(index.__contains__, own):
                index[key].append(item)
    return index


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
