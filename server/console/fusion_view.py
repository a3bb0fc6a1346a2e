"""What the triage screen shows of fusion: the sources of one notice, and what an editor is asked about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content_models.intake import repository as intake
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import Cluster, IntakeItem, RawItem, Suggestion, TriageState
from content_models.kit.actors import Actor
from content_models.sources import repository as sources
from content_models.sources.documents import Source
from content_models.staff.rights import sees
from server.pages.labels import AUTHORITY_NAMES

_ADOPTED = (TriageState.adopted, TriageState.changed)


@dataclass(frozen=True, slots=True)
class Carrier:
    """One source that carries the notice, and where. Of another organ's item somebody bound to theirs learns which
    source carries it too, for that is public, and nothing else: no title, no address, no act."""

    item_id: str
    title: str
    source: str
    authority: str
    url: str
    is_adopted: bool
    is_spiked: bool
    is_foreign: bool


@dataclass(frozen=True, slots=True)
class Member:
    """A carrier in the group: how alike, and why we think so."""

    carrier: Carrier
    percent: int
    reason: str
    head: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A carrier that may be the same notice."""

    carrier: Carrier
    suggestion_id: str
    version: int
    percent: int
    reason: str


@dataclass(frozen=True, slots=True)
class Fusion:
    members: list[Member]
    cluster_version: int
    may_choose_head: bool
    questions: list[Question]
    choices: list[tuple[str, str]]  # other entries of the queue, to merge with by hand: id and title


async def fusion_of(item: IntakeItem, queue: Sequence[tuple[str, str]], actor: Actor) -> Fusion:
    """As this person may see it. `queue`: ids and titles of what is listed beside the item."""
    cluster = await intake.cluster_of(item)
    asked = await clusters.open_suggestions(item.id)
    in_group = {member.item_id for member in cluster.members} if cluster else {item.id}
    known = await _carriers({*in_group, *(other for one in asked for other in one.item_ids)}, actor)
    ours = {item_id for item_id, carrier in known.items() if not carrier.is_foreign}
    return Fusion(
        members=_members(item, cluster, known) if cluster else [],
        cluster_version=cluster.version if cluster else 0,
        may_choose_head=cluster is not None and cluster.head_id in ours and not known[cluster.head_id].is_adopted,
        questions=[_question(one, known[other]) for one in asked for other in one.item_ids if other in ours - in_group],
        choices=[(other_id, title) for other_id, title in queue if other_id not in in_group],
    )


def _members(item: IntakeItem, cluster: Cluster, known: dict[str, Carrier]) -> list[Member]:
    return [
        Member(
            carrier=carrier,
            percent=round(member.score * 100),
            reason=member.reason,
            head=carrier.item_id == cluster.head_id,
            current=carrier.item_id == item.id,
        )
        for member in cluster.members
        if (carrier := known.get(member.item_id))
    ]


def _question(asked: Suggestion, carrier: Carrier) -> Question:
    return Question(carrier, asked.id, asked.version, round(asked.score * 100), asked.reason)


async def _carriers(item_ids: Iterable[str], actor: Actor) -> dict[str, Carrier]:
    items = await intake.load_many(item_ids)
    known = await sources.load_many(item.source_id for item in items.values())
    raws = await intake.raws(item.latest_raw_id for item in items.values())
    return {
        item.id: _carrier(item, raws[item.latest_raw_id], known[item.source_id], actor)
        for item in items.values()
        if item.source_id in known and item.latest_raw_id in raws
    }


def _carrier(item: IntakeItem, raw: RawItem, source: Source, actor: Actor) -> Carrier:
    is_foreign = not sees(actor, item.organ_id)
    return Carrier(
        item_id=item.id,
        title="其他单位的一条" if is_foreign else item.title,
        source=source.name,
        authority=AUTHORITY_NAMES[source.authority],
        url="" if is_foreign else raw.item.url,
        is_adopted=item.state in _ADOPTED,
        is_spiked=item.state is TriageState.spiked,
        is_foreign=is_foreign,
    )
