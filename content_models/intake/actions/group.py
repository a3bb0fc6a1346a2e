"""`group_new_items`: fold what several sources say alike into one entry of the queue. No source is dropped."""

from collections.abc import Sequence

from content_models.intake import repository as intake
from content_models.intake.documents import Cluster, IntakeItem
from content_models.intake.grouping import Group, Match, head_of, members_of, place, state_in_group
from content_models.kit.ids import derived_id
from content_models.kit.store import Session, Store
from content_models.sources import repository as sources


async def group_new_items(store: Store, item_ids: Sequence[str]) -> int:
    """Group the items with those already stored; returns how many groups changed. Repeating it changes nothing."""

    async def work(session: Session) -> int:
        known = await intake.load_many(item_ids, session)
        loners = [known[item_id] for item_id in item_ids if item_id in known and known[item_id].cluster_id is None]
        groups, loose = await _surroundings(loners, session)
        placed = (_place(item, groups, loose) for item in loners)
        changed = {id(group): group for group in placed if group}
        for group in changed.values():
            await _save(store, group, session)
        return len(changed)

    return await store.transaction(work) if item_ids else 0


async def _surroundings(loners: Sequence[IntakeItem], session: Session) -> tuple[list[Group], list[IntakeItem]]:
    """Everything the new items might belong to: existing groups with all their members, and ungrouped items."""
    candidates = await intake.sharing_a_key(loners, session)
    cluster_ids = {item.cluster_id for item in candidates if item.cluster_id}
    clusters = await intake.clusters(cluster_ids, session)
    members = await intake.members(cluster_ids, session)
    groups = [_group(cluster, members) for cluster in clusters.values()]
    return groups, [item for item in candidates if item.cluster_id is None]


def _group(cluster: Cluster, items: Sequence[IntakeItem]) -> Group:
    return Group(
        items=[item for item in items if item.cluster_id == cluster.id],
        matches={member.item_id: Match(score=member.score, reason=member.reason) for member in cluster.members},
        cluster=cluster,
    )


def _place(item: IntakeItem, groups: list[Group], loose: list[IntakeItem]) -> Group | None:
    """Place one item and move what it took along from `loose` to `groups`, so that the next one sees it."""
    if any(item.id in group.matches for group in groups):
        return None
    group = place(item, groups, loose)
    if group is not None:
        if all(group is not known for known in groups):
            groups.append(group)
        taken = {member.id for member in group.items}
        loose[:] = [other for other in loose if other.id not in taken]
    return group


async def _save(store: Store, group: Group, session: Session) -> None:
    authorities = await sources.load_many((item.source_id for item in group.items), session)
    head = head_of(group.items, {source.id: source.authority for source in authorities.values()})
    cluster = _cluster(store, group, head)
    changes = {
        item.id: {"cluster_id": cluster.id, "state": state_in_group(item, head), "updated_at": store.now()}
        for item in group.items
        if item.cluster_id != cluster.id or item.state is not state_in_group(item, head)
    }
    await intake.save_cluster(cluster, session)
    await intake.change_items(changes, session)


def _cluster(store: Store, group: Group, head: IntakeItem) -> Cluster:
    earlier = group.cluster
    return Cluster(
        id=earlier.id if earlier else derived_id("cluster", *sorted(item.id for item in group.items)),
        head_id=head.id,
        members=members_of(group),
        updated_at=store.now(),
        version=earlier.version + 1 if earlier else 1,
    )
