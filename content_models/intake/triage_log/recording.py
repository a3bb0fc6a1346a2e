"""Writing down an act together with how things stood before it, in the act's own transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from content_models.intake import repository as intake
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import IntakeItem
from content_models.intake.grouping import Group, PairOfIds
from content_models.intake.triage_log import repository as triage_log
from content_models.intake.triage_log.documents import GroupsBefore, Stand, TriageEvent, TriageEventKind
from content_models.kit.actors import Actor
from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store

# What people decide about an item. The rest follows from its source and is never put back.
DESK_FIELDS = frozenset(
    {
        "state",
        "kind",
        "cluster_id",
        "release_id",
        "adopted_version_no",
        "dismissed_version_no",
        "dismissed_because",
        "dismissed_by",
        "spiked_because",
        "spiked_by",
        "snoozed_until",
        "snoozed_by",
        "policy_ids",
    }
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Groups before an act on them. Taken before anything is changed, in memory too."""

    items: list[IntakeItem]
    clusters: dict[str, dict[str, Any]]
    apart: list[PairOfIds]


def stand_of(before: IntakeItem, version: int) -> Stand:
    """`version` is the one the act leaves the item at."""
    fields = before.model_dump(include=set(DESK_FIELDS))
    return Stand(item_id=before.id, title=before.title, before=fields, version=version)


async def record(
    store: Store,
    session: Session,
    kind: TriageEventKind,
    actor: Actor,
    stands: Sequence[Stand],
    *,
    groups: GroupsBefore | None = None,
    details: dict[str, Any] | None = None,
    undoes: str | None = None,
) -> str:
    """Append the event; gives its id, by which the act can be taken back."""
    event = TriageEvent(
        id=triage_log.undoing_id(undoes) if undoes else new_id(),
        kind=kind,
        actor=actor,
        at=store.now(),
        stands=list(stands),
        groups=groups,
        details=details or {},
        undoes=undoes,
    )
    await triage_log.append(event, session)
    return event.id


async def snapshot(groups: Sequence[Group], session: Session) -> Snapshot:
    items = [entry.item for group in groups for entry in group.entries]
    known = [cluster for group in groups for cluster in (group.cluster, *group.absorbed) if cluster]
    ids = {item.id for item in items}
    return Snapshot(
        items=items,
        clusters={cluster.id: cluster.model_dump(exclude={"revision_id"}) for cluster in known},
        apart=[pair for pair in await clusters.kept_apart(ids, session) if pair <= ids],
    )


async def record_regrouping(
    store: Store,
    session: Session,
    kind: TriageEventKind,
    actor: Actor,
    before: Snapshot,
    *,
    suggestion_id: str | None = None,
) -> str:
    """Append what an act on groups has changed, once it is saved."""
    now = await intake.load_many((item.id for item in before.items), session)
    touched = {cluster_id for cluster_id in (item.cluster_id for item in now.values()) if cluster_id}
    left = await intake.clusters({*touched, *before.clusters}, session)
    groups = GroupsBefore(
        item_ids=[item.id for item in before.items],
        clusters=list(before.clusters.values()),
        left={cluster.id: cluster.version for cluster in left.values()},
        apart=[sorted(pair) for pair in before.apart],
        suggestion_id=suggestion_id,
    )
    changed = [stand_of(one, now[one.id].version) for one in before.items if now[one.id].version != one.version]
    return await record(store, session, kind, actor, changed, groups=groups)


def pairs_among(item_ids: Iterable[str]) -> list[PairOfIds]:
    return [frozenset(pair) for pair in combinations(sorted(set(item_ids)), 2)]
