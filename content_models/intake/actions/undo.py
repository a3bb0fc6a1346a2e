"""`undo` 撤销: take an act of the queue back, as long as nobody has gone on from it. An act of its own, in the log."""

from collections.abc import Mapping

from pydantic import BaseModel

from content_models.intake import repository as intake
from content_models.intake.actions.spike import check_may_triage
from content_models.intake.clusters import repository as clusters
from content_models.intake.documents import Cluster, IntakeItem
from content_models.intake.regrouping import tell_feed
from content_models.intake.triage_log import repository as triage_log
from content_models.intake.triage_log.documents import GroupsBefore, TriageEvent, TriageEventKind
from content_models.intake.triage_log.recording import pairs_among, record, stand_of
from content_models.kit.commands import Command, perform
from content_models.kit.errors import WrongState
from content_models.kit.store import Session, Store
from content_models.staff.rights import require_sight

# The rest reaches beyond the queue, into a release, and has verbs of its own to be put right with: `undo_adoption`
# for an adoption, the release's own for the others.
UNDOABLE = frozenset(TriageEventKind) - {
    TriageEventKind.adopted,
    TriageEventKind.correction_taken,
    TriageEventKind.withdrawn,
    TriageEventKind.woken,
    TriageEventKind.undone,
}


class Undo(Command):
    event_id: str


class Undone(BaseModel):
    """Which items stand again as they did."""

    event_id: str
    item_ids: list[str]
    titles: list[str]


async def undo(store: Store, command: Undo) -> Undone:
    """Raises WrongState (taken back already, not to be taken back, or someone went on), NotAllowed, NotFound."""
    return await perform(store, command, _undo, Undone, wakes="triage")


async def _undo(store: Store, session: Session, command: Undo) -> Undone:
    check_may_triage(command.actor)
    event = await triage_log.load(command.event_id, session)
    if event.kind not in UNDOABLE:
        raise WrongState(
            "这一步已经影响到稿件，不能在这里撤销，请到稿件页处理。", state=event.kind, allowed=sorted(UNDOABLE)
        )
    return await put_back(store, session, event, command)


async def put_back(store: Store, session: Session, event: TriageEvent, command: Undo) -> Undone:
    """Set everything as it stood before `event` and append the event that says so."""
    if await triage_log.undoing(event.id, session):
        raise WrongState("这一步已经撤销过了。", state=TriageEventKind.undone, allowed=[])
    items = await intake.load_many((stand.item_id for stand in event.stands), session)
    for item in items.values():
        require_sight(command.actor, item.organ_id)
    _require_untouched(event, items)
    if event.groups:
        await _put_back_groups(store, session, event.groups, command)
    plain = {stand.item_id: stand.before | {"updated_at": store.now()} for stand in event.stands}
    await intake.change_items(plain, session)
    await tell_feed(store, (item.release_id for item in items.values()), session)
    undone = [stand_of(items[stand.item_id], stand.version + 1) for stand in event.stands]
    event_id = await record(store, session, TriageEventKind.undone, command.actor, undone, undoes=event.id)
    return Undone(
        event_id=event_id,
        item_ids=[stand.item_id for stand in event.stands],
        titles=[stand.title for stand in event.stands],
    )


def _require_untouched(event: TriageEvent, items: Mapping[str, IntakeItem]) -> None:
    moved = [s.title for s in event.stands if s.item_id not in items or items[s.item_id].version != s.version]
    if moved:
        raise WrongState(
            f"《{moved[0]}》之后又有人处理过，不能再撤销；请按现在的状态处理。", state=event.kind, allowed=[]
        )


async def _put_back_groups(store: Store, session: Session, before: GroupsBefore, command: Undo) -> None:
    standing = await intake.clusters({*before.left, *(row["id"] for row in before.clusters)}, session)
    if {one.id: one.version for one in standing.values()} != before.left:
        raise WrongState("这组来稿之后又有变化，不能再撤销；请按现在的分组处理。", state=command.event_id, allowed=[])
    earlier = [Cluster(**row) for row in before.clusters]
    for cluster in earlier:
        cluster.version = max(cluster.version, before.left.get(cluster.id, 0)) + 1
    gone = standing.keys() - {cluster.id for cluster in earlier}
    await clusters.save(earlier, gone, session)
    await clusters.forget_apart(pairs_among(before.item_ids), session)
    apart = [frozenset(pair) for pair in before.apart]
    await clusters.keep_apart(apart, actor=command.actor, at=store.now(), session=session)
    if before.suggestion_id:
        await clusters.reopen(before.suggestion_id, session)
