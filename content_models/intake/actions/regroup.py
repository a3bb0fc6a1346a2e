"""`merge` 合并, `split` 拆分, `choose_head` 换主条: an editor's word on what is one notice, above the clusterer's.

A split is remembered for ever: no later arrival brings the two together again, only an editor's merge does.
"""

from collections.abc import Sequence
from itertools import combinations

from pydantic import BaseModel, Field

from content_models.intake import repository as intake
from content_models.intake.actions.spike import check_may_triage
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import Cluster, IntakeItem, TriageState
from content_models.intake.grouping import Group
from content_models.intake.matching import Entry, Match
from content_models.intake.regrouping import groups_around, save_groups
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record_regrouping, snapshot
from content_models.kit.commands import Command, perform
from content_models.kit.errors import VersionConflict, WrongState
from content_models.kit.store import Session, Store
from content_models.staff.rights import require_sight

BY_EDITOR = Match(score=1.0, reason="编辑合并")
MOST_MERGED = 20


class Merge(Command):
    """合并: `item_id` and the others become one entry; groups they stand in come along whole."""

    item_id: str
    expected_version: int = Field(ge=1)  # of the item
    other_ids: list[str] = Field(min_length=1, max_length=MOST_MERGED)


class Split(Command):
    """拆分: the item leaves its group and is kept apart from every other member."""

    item_id: str
    expected_version: int = Field(ge=1)  # of the cluster: what the editor saw


class ChooseHead(Command):
    """换主条: the item stands for its group from now on, whoever arrives later."""

    item_id: str
    expected_version: int = Field(ge=1)  # of the cluster


class Regrouped(BaseModel):
    """Where the item stands now. `cluster_id` None: alone. `event_id` names the act, for `undo`."""

    item_id: str
    item_version: int
    state: TriageState
    cluster_id: str | None
    cluster_version: int | None
    event_id: str = ""


async def merge(store: Store, command: Merge) -> Regrouped:
    """Raises VersionConflict, WrongState (one group already), NotAllowed, NotFound."""
    return await perform(store, command, _merge, Regrouped, wakes="triage")


async def split(store: Store, command: Split) -> Regrouped:
    """Raises VersionConflict, WrongState (in no group), NotAllowed, NotFound."""
    return await perform(store, command, _split, Regrouped, wakes="triage")


async def choose_head(store: Store, command: ChooseHead) -> Regrouped:
    """Raises VersionConflict, WrongState (in no group, spiked, or the head is adopted), NotAllowed, NotFound."""
    return await perform(store, command, _choose_head, Regrouped, wakes="triage")


async def merge_items(store: Store, items: Sequence[IntakeItem], session: Session) -> None:
    """Make one group of the items and of the groups they stand in; what editors split before is taken back."""
    home, *others = await groups_around(items, session)
    if not others:
        raise WrongState("这些来稿已经在同一个同源分组里，请刷新列表。", state="merged", allowed=[])
    await clusters.forget_apart(_pairs_across([home, *others]), session)
    for other in others:
        home.take(other, BY_EDITOR)
    await save_groups(store, [home], session)


async def _merge(store: Store, session: Session, command: Merge) -> Regrouped:
    check_may_triage(command.actor)
    item = await intake.load(command.item_id, session)
    if item.version != command.expected_version:
        raise VersionConflict(expected=command.expected_version, actual=item.version)
    others = [await intake.load(other, session) for other in sorted(set(command.other_ids) - {item.id})]
    for one in (item, *others):
        require_sight(command.actor, one.organ_id)
    before = await snapshot(await groups_around([item, *others], session), session)
    await merge_items(store, [item, *others], session)
    event_id = await record_regrouping(store, session, TriageEventKind.merged, command.actor, before)
    return await _standing(item.id, event_id, session)


async def _split(store: Store, session: Session, command: Split) -> Regrouped:
    item, group, _ = await _grouped(command, session)
    before = await snapshot([group], session)
    await clusters.keep_apart(
        (frozenset((item.id, other.id)) for other in group.entries if other.id != item.id),
        actor=command.actor,
        at=store.now(),
        session=session,
    )
    rest = Group([entry for entry in group.entries if entry.id != item.id], group.matches, group.cluster)
    await save_groups(store, [rest, Group([Entry(item)])], session)
    event_id = await record_regrouping(store, session, TriageEventKind.parted, command.actor, before)
    return await _standing(item.id, event_id, session)


async def _choose_head(store: Store, session: Session, command: ChooseHead) -> Regrouped:
    item, group, cluster = await _grouped(command, session)
    head = next(entry.item for entry in group.entries if entry.id == cluster.head_id)
    if item.id != head.id and head.state in (TriageState.adopted, TriageState.changed):
        raise WrongState("这组来稿的主条已采用，不能再换；请在稿件里继续编辑。", state=head.state, allowed=[])
    if item.state is TriageState.spiked:
        raise WrongState("这条来稿已放弃，请先放回队列再设为主条。", state=item.state, allowed=[])
    before = await snapshot([group], session)
    cluster.chosen_head_id = item.id
    await save_groups(store, [group], session)
    event_id = await record_regrouping(store, session, TriageEventKind.head_chosen, command.actor, before)
    return await _standing(item.id, event_id, session)


async def _grouped(command: Split | ChooseHead, session: Session) -> tuple[IntakeItem, Group, Cluster]:
    """The item with its group, at the version the editor saw."""
    check_may_triage(command.actor)
    item = await intake.load(command.item_id, session)
    require_sight(command.actor, item.organ_id)
    [group] = await groups_around([item], session)
    if group.cluster is None:
        raise WrongState("这条来稿不在同源分组里，请刷新列表。", state=item.state, allowed=[])
    if group.cluster.version != command.expected_version:
        raise VersionConflict(expected=command.expected_version, actual=group.cluster.version)
    return item, group, group.cluster


async def _standing(item_id: str, event_id: str, session: Session) -> Regrouped:
    item = await intake.load(item_id, session)
    cluster = await intake.cluster_of(item, session)
    return Regrouped(
        item_id=item.id,
        item_version=item.version,
        state=item.state,
        cluster_id=cluster.id if cluster else None,
        cluster_version=cluster.version if cluster else None,
        event_id=event_id,
    )


def _pairs_across(groups: Sequence[Group]) -> list[frozenset[str]]:
    return [
        frozenset((one.id, other.id))
        for group, another in combinations(groups, 2)
        for one in group.entries
        for other in another.entries
    ]
