"""`spike` 不采用 and `restore` 恢复: an editor's word on an item, taken back without loss."""

from pydantic import BaseModel, Field

from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, TriageState
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record, stand_of
from content_models.kit.actors import Actor
from content_models.kit.commands import Command, perform
from content_models.kit.errors import VersionConflict, WrongState
from content_models.kit.store import Session, Store
from content_models.staff.rights import Right, require, require_sight

SPIKEABLE = frozenset({TriageState.pending, TriageState.merged, TriageState.snoozed})
RESTORABLE = frozenset({TriageState.spiked, TriageState.snoozed})


class Spike(Command):
    """不采用. The reason is shown to whoever looks at the item later."""

    item_id: str
    expected_version: int = Field(ge=1)
    reason: str = Field(min_length=2, max_length=200)


class Restore(Command):
    """放回队列: a spiked or snoozed item waits again."""

    item_id: str
    expected_version: int = Field(ge=1)


class Triaged(BaseModel):
    """Where the item stands now. `event_id` names the act, for `undo`."""

    item_id: str
    state: TriageState
    version: int
    event_id: str = ""


async def spike(store: Store, command: Spike) -> Triaged:
    """Raises VersionConflict, WrongState, NotAllowed, NotFound."""
    return await perform(store, command, _spike, Triaged, wakes="triage")


async def restore(store: Store, command: Restore) -> Triaged:
    """Raises VersionConflict, WrongState, NotAllowed, NotFound."""
    return await perform(store, command, _restore, Triaged, wakes="triage")


async def _spike(store: Store, session: Session, command: Spike) -> Triaged:
    item = await require_decidable(command.item_id, command.expected_version, command.actor, SPIKEABLE, session)
    await intake.change_state(
        item,
        TriageState.spiked,
        expected_version=command.expected_version,
        now=store.now(),
        session=session,
        spiked_because=command.reason,
        spiked_by=command.actor,
    )
    version = command.expected_version + 1
    stands, details = [stand_of(item, version)], {"reason": command.reason}
    event_id = await record(store, session, TriageEventKind.spiked, command.actor, stands, details=details)
    return Triaged(item_id=item.id, state=TriageState.spiked, version=version, event_id=event_id)


async def _restore(store: Store, session: Session, command: Restore) -> Triaged:
    item = await require_decidable(command.item_id, command.expected_version, command.actor, RESTORABLE, session)
    state = await state_in_queue(item, session)
    await intake.change_state(
        item,
        state,
        expected_version=command.expected_version,
        now=store.now(),
        session=session,
        spiked_because=None,
        spiked_by=None,
        snoozed_until=None,
        snoozed_by=None,
    )
    version = command.expected_version + 1
    event_id = await record(store, session, TriageEventKind.restored, command.actor, [stand_of(item, version)])
    return Triaged(item_id=item.id, state=state, version=version, event_id=event_id)


async def state_in_queue(item: IntakeItem, session: Session) -> TriageState:
    """Back under the head of its group, unless it is the head or stands alone."""
    cluster = await intake.cluster_of(item, session)
    under_a_head = cluster is not None and cluster.head_id != item.id
    return TriageState.merged if under_a_head else TriageState.pending


def check_may_triage(actor: Actor) -> None:
    """Raises NotAllowed."""
    require(actor, Right.triage, "只有编辑可以处理来稿，请联系编辑部。")


async def require_decidable(
    item_id: str, expected_version: int, actor: Actor, allowed: frozenset[TriageState], session: Session
) -> IntakeItem:
    """The item, if this actor may decide on it now. Raises NotAllowed, NotFound, VersionConflict, WrongState."""
    check_may_triage(actor)
    item = await intake.load(item_id, session)
    require_sight(actor, item.organ_id)
    if item.version != expected_version:
        raise VersionConflict(expected=expected_version, actual=item.version)
    if item.state not in allowed:
        raise WrongState("这条来稿已经处理过，请刷新列表。", state=item.state, allowed=sorted(allowed))
    return item
