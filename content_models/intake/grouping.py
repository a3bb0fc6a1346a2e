"""Which items of different sources are one and the same notice. Pure rules over stored rows.

Exact keys only, in the order of trust: 文号 with issuer, then title with date. Nothing is ever grouped within one
source: a column that repeats a title means another notice. A pairwise rule answers for a pair whatever brought
the two together, so further candidates (MinHash bands) and further rules join without touching who leads or joins.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from content_models.intake.documents import Cluster, ClusterMember, IntakeItem, ItemKind, TriageState
from content_models.sources.documents import SourceAuthority

TITLE_WINDOW = timedelta(days=7)
TITLE_KEY_MIN = 10  # 「关于停水的通知」 is said by everyone about different things

_RANK = {SourceAuthority.issuing_body: 0, SourceAuthority.department: 1, SourceAuthority.media: 2}
_DECIDED = frozenset({TriageState.adopted, TriageState.changed, TriageState.spiked})


class Match(BaseModel):
    """Why two items are one: `score` from 0 to 1, `reason` for editors."""

    model_config = ConfigDict(frozen=True)

    score: float
    reason: str


SAME_DOC_NO = Match(score=1.0, reason="文号与发文机关相同")
SAME_TITLE = Match(score=0.97, reason="标题相同，发布日期相差不超过 7 天")


def match(one: IntakeItem, other: IntakeItem) -> Match | None:
    """The strongest reason to hold two items for one; None when there is none or a fact speaks against it."""
    if one.source_id == other.source_id or not _same_genre(one, other):
        return None
    if one.doc_no_key and other.doc_no_key:
        same_number = one.doc_no_key == other.doc_no_key
        return SAME_DOC_NO if same_number and _issuers_agree(one, other) else None
    return SAME_TITLE if _same_title(one, other) else None


def _same_genre(one: IntakeItem, other: IntakeItem) -> bool:
    """An interpretation bears its policy's number and often its title, and is another text."""
    return (one.kind is ItemKind.interpretation) == (other.kind is ItemKind.interpretation)


def _issuers_agree(one: IntakeItem, other: IntakeItem) -> bool:
    """Two organs may use one code (宁政发 is Nanjing's and Ningxia's); a side that names nobody does not object."""
    named_by_both = one.issuer_names and other.issuer_names
    return not named_by_both or bool(set(one.issuer_names) & set(other.issuer_names))


def _same_title(one: IntakeItem, other: IntakeItem) -> bool:
    if one.title_key != other.title_key or len(one.title_key) < TITLE_KEY_MIN:
        return False
    return abs((one.published_at or one.first_seen_at) - (other.published_at or other.first_seen_at)) <= TITLE_WINDOW


class Group(BaseModel):
    """The stored items held for one, and the best match that brought each of them in."""

    items: list[IntakeItem]
    matches: dict[str, Match]
    cluster: Cluster | None = None

    def join(self, item: IntakeItem) -> Match | None:
        """The best reason for `item` to join; None also when its source is in the group already."""
        if any(member.source_id == item.source_id for member in self.items):
            return None
        found = [reason for member in self.items if (reason := match(item, member))]
        return max(found, key=lambda reason: reason.score, default=None)


def place(item: IntakeItem, groups: Sequence[Group], loose: Sequence[IntakeItem]) -> Group | None:
    """Put `item` into the group it fits best, else make a group of it and its best loose match, else None."""
    alone = [Group(items=[other], matches={}) for other in loose if other.id != item.id]
    fits = [(group, reason) for group in (*groups, *alone) if (reason := group.join(item))]
    if not fits:
        return None
    group, reason = max(fits, key=lambda fit: fit[1].score)
    for member in group.items:
        group.matches.setdefault(member.id, reason)
    group.items.append(item)
    group.matches[item.id] = reason
    return group


def head_of(items: Iterable[IntakeItem], authorities: Mapping[str, SourceAuthority]) -> IntakeItem:
    """Who stands for the group: the item an editor has decided on, else the highest authority, else the earliest."""

    def order(item: IntakeItem) -> tuple[bool, int, float, datetime]:
        authority = authorities.get(item.source_id, SourceAuthority.media)
        published = (item.published_at or item.first_seen_at).timestamp()
        return item.state not in _DECIDED, _RANK[authority], published, item.first_seen_at

    return min(items, key=order)


def members_of(group: Group) -> list[ClusterMember]:
    return [
        ClusterMember(item_id=item.id, score=group.matches[item.id].score, reason=group.matches[item.id].reason)
        for item in group.items
    ]


def state_in_group(item: IntakeItem, head: IntakeItem) -> TriageState:
    """Undecided members wait under their head; a decision is never undone by grouping."""
    if item.state in _DECIDED:
        return item.state
    return TriageState.pending if item.id == head.id else TriageState.merged
