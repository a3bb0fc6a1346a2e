"""Reading and writing groups: cluster, members, head and what state each item is in, for clusterer and editors."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from content_models.intake import repository as intake
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import Cluster, IntakeItem
from content_models.intake.grouping import Group, head_of, members_of, state_in_group
from content_models.intake.matching import Entry, Match
from content_models.kit import outbox
from content_models.kit.ids import derived_id, new_id
from content_models.kit.store import Session, Store
from content_models.sources import repository as sources

REGROUPED = "items.regrouped"  # outbox topic


async def groups_around(items: Sequence[IntakeItem], session: Session) -> list[Group]:
    """The groups that the items stand in, whole, and each loose item alone. Two round trips; the texts are not read."""
    stored = await intake.clusters((item.cluster_id for item in items if item.cluster_id), session)
    members = await clusters.members(stored, session)
    grouped = [_group(one, [item for item in members if item.cluster_id == one.id]) for one in stored.values()]
    return grouped + [Group([Entry(item)]) for item in items if item.cluster_id is None]


async def save_groups(store: Store, groups: Sequence[Group], session: Session) -> list[Cluster]:
    """Three round trips whatever the number of groups. A group of one is no group: its cluster goes."""
    if not groups:
        return []
    known = await sources.load_many((item.source_id for group in groups for item in group.items), session)
    authorities = {source.id: source.authority for source in known.values()}
    saved: list[Cluster] = []
    gone: list[str] = []
    changes: dict[str, dict[str, Any]] = {}
    for group in groups:
        head = head_of(group.items, authorities, group.chosen_head)
        gone += [cluster.id for cluster in group.absorbed]
        if len(group.entries) > 1:
            saved.append(_cluster(store, group, head.id))
        elif group.cluster:
            gone.append(group.cluster.id)
        cluster_id = saved[-1].id if len(group.entries) > 1 else None
        for item in group.items:
            wanted = {"cluster_id": cluster_id, "state": state_in_group(item, head)}
            if (item.cluster_id, item.state) != (wanted["cluster_id"], wanted["state"]):
                changes[item.id] = wanted | {"updated_at": store.now()}
    await clusters.save(saved, gone, session)
    await intake.change_items(changes, session)
    await _tell_feed_of(store, groups, changes, session)
    return saved


async def _tell_feed_of(
    store: Store, groups: Sequence[Group], changes: Mapping[str, dict[str, Any]], session: Session
) -> None:
    """What is public and now stands in another group is shown with other sources, or no longer by itself."""
    moved = [group for group in groups if any(item.id in changes for item in group.items)]
    await tell_feed(store, (item.release_id for group in moved for item in group.items), session)


async def tell_feed(store: Store, release_ids: Iterable[str | None], session: Session) -> None:
    """Announce, after the commit, that these releases stand in another group."""
    public = sorted({release_id for release_id in release_ids if release_id})
    if public:
        await outbox.enqueue(
            store,
            session,
            topic=REGROUPED,
            subject_id=new_id(),
            subject_version=1,
            payload={"release_ids": public},
        )


def _group(cluster: Cluster, items: Sequence[IntakeItem]) -> Group:
    matches = {member.item_id: Match(score=member.score, reason=member.reason) for member in cluster.members}
    return Group([Entry(item) for item in items], matches, cluster)


def _cluster(store: Store, group: Group, head_id: str) -> Cluster:
    earlier = group.cluster
    ids = sorted(entry.id for entry in group.entries)
    return Cluster(
        id=earlier.id if earlier else derived_id("cluster", *ids),
        head_id=head_id,
        chosen_head_id=group.chosen_head if group.chosen_head in ids else None,
        members=members_of(group),
        updated_at=store.now(),
        version=earlier.version + 1 if earlier else 1,
    )
