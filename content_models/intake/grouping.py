"""How matches make groups, and who leads them. Pure rules over stored rows.

An item joins where it matches one member and is barred by none; groups that the item ties together become one. So
for items of distinct sources among which nothing is contradicted, the final groups do not depend on the order of
arrival. Where one source or one fact bars a union, the better match wins, and between equals the earlier arrival.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from content_models.intake.documents import Cluster, ClusterMember, IntakeItem, TriageState
from content_models.intake.matching import Entry, Match, Pair
from content_models.sources.documents import SourceAuthority

_RANK = {SourceAuthority.issuing_body: 0, SourceAuthority.department: 1, SourceAuthority.media: 2}
_DECIDED = frozenset({TriageState.adopted, TriageState.changed, TriageState.spiked})

PairOfIds = frozenset[str]


class Judge:
    """Answers for pairs, each judged once. `kept_apart` are the pairs an editor has split: they are always barred."""

    def __init__(self, kept_apart: Iterable[PairOfIds] = ()) -> None:
        self._kept_apart = frozenset(kept_apart)
        self._pairs: dict[PairOfIds, Pair] = {}

    def match(self, one: Entry, other: Entry) -> Match | None:
        return None if self._is_split(one, other) else self._pair(one, other).match

    def bars(self, one: Entry, other: Entry) -> bool:
        return self._is_split(one, other) or self._pair(one, other).is_barred

    def contradicts(self, one: Entry, other: Entry) -> bool:
        return self._pair(one, other).is_contradicted

    def _is_split(self, one: Entry, other: Entry) -> bool:
        return frozenset((one.id, other.id)) in self._kept_apart

    def _pair(self, one: Entry, other: Entry) -> Pair:
        return self._pairs.setdefault(frozenset((one.id, other.id)), Pair(one, other))


class Group:
    """The entries held for one, and the best match that brought each of them in."""

    def __init__(
        self, entries: Sequence[Entry], matches: Mapping[str, Match] | None = None, cluster: Cluster | None = None
    ) -> None:
        self.entries = list(entries)
        self.matches = dict(matches or {})
        self.cluster = cluster
        self.absorbed: list[Cluster] = []

    @property
    def items(self) -> list[IntakeItem]:
        return [entry.item for entry in self.entries]

    def best_match(self, entry: Entry, judge: Judge) -> Match | None:
        """The best reason beyond doubt to hold `entry` and a member for one."""
        found = (judge.match(entry, member) for member in self.entries)
        return max((match for match in found if match and match.is_automatic), key=_by_score, default=None)

    def bars(self, other: "Group", judge: Judge) -> bool:
        return any(judge.bars(one, another) for one in self.entries for another in other.entries)

    def contradicts(self, other: "Group", judge: Judge) -> bool:
        return any(judge.contradicts(one, another) for one in self.entries for another in other.entries)

    def take(self, other: "Group", match: Match) -> None:
        """Make the members of `other` ours; those nobody matched yet came by `match`."""
        for entry in (*self.entries, *other.entries):
            self.matches.setdefault(entry.id, other.matches.get(entry.id, match))
        self.entries += other.entries
        known = [cluster for cluster in (self.cluster, *self.absorbed, other.cluster, *other.absorbed) if cluster]
        self.cluster, self.absorbed = next(iter(known), None), known[1:]

    @property
    def chosen_head(self) -> str | None:
        """The head an editor chose, here or in a group that has become part of this one."""
        known = (cluster.chosen_head_id for cluster in (self.cluster, *self.absorbed) if cluster)
        return next((chosen for chosen in known if chosen), None)


def tie(entry: Entry, home: Group, groups: Iterable[Group], judge: Judge) -> list[Group]:
    """Bring every group that `entry` fits into its `home`, the best fit first, as far as no member bars another.

    A text cut short may fit two groups equally well that contradict each other: then it goes to neither, and an
    editor is asked. Gives the groups that are part of `home` now.
    """
    fits = [(match, group) for group in groups if group is not home and (match := group.best_match(entry, judge))]
    taken: list[Group] = []
    for match, group in sorted(fits, key=lambda fit: (-fit[0].score, _first_arrival(fit[1]))):
        rivals = (other for found, other in fits if other is not group and found.score >= match.score)
        if not home.bars(group, judge) and not any(group.contradicts(rival, judge) for rival in rivals):
            home.take(group, match)
            taken.append(group)
    return taken


def _by_score(match: Match) -> float:
    return match.score


def _first_arrival(group: Group) -> tuple[datetime, str]:
    return min((entry.item.first_seen_at, entry.id) for entry in group.entries)


def head_of(
    items: Iterable[IntakeItem], authorities: Mapping[str, SourceAuthority], chosen: str | None = None
) -> IntakeItem:
    """Who stands for the group: the item an editor has decided on, else the one an editor chose, else the highest
    authority (the issuing organ's original before any repost), else the earliest."""

    def order(item: IntakeItem) -> tuple[int, bool, int, float, datetime, str]:
        authority = authorities.get(item.source_id, SourceAuthority.media)
        published = (item.published_at or item.first_seen_at).timestamp()
        return _standing(item), item.id != chosen, _RANK[authority], published, item.first_seen_at, item.id

    return min(items, key=order)


def _standing(item: IntakeItem) -> int:
    """Adopted, then refused, then undecided: a late copy of what an editor refused does not ask again."""
    if item.state in _DECIDED:
        return 1 if item.state is TriageState.spiked else 0
    return 2


def members_of(group: Group) -> list[ClusterMember]:
    return [
        ClusterMember(item_id=id_, score=group.matches[id_].score, reason=group.matches[id_].reason)
        for id_ in (entry.id for entry in group.entries)
    ]


def state_in_group(item: IntakeItem, head: IntakeItem) -> TriageState:
    """Undecided members wait under their head; a decision is never undone by grouping."""
    if item.state in _DECIDED or (item.state is TriageState.snoozed and item.id == head.id):
        return item.state
    return TriageState.pending if item.id == head.id else TriageState.merged
