"""withdraw_changed 因源文变更撤回: the source took back or changed what we published, and ours goes too."""

from pydantic import Field

from content_models.editorial.actions.withdraw import Withdraw, withdraw_in
from content_models.editorial.change import ReleaseChange
from content_models.intake import repository as intake
from content_models.intake.documents import TriageState
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record, stand_of
from content_models.kit.commands import perform
from content_models.kit.errors import VersionConflict, WrongState
from content_models.kit.store import Session, Store


class WithdrawChanged(Withdraw):
    """`expected_version` is the release's; `reason` is shown to residents."""

    item_id: str
    item_version: int = Field(ge=1)


async def withdraw_changed(store: Store, command: WithdrawChanged) -> ReleaseChange:
    """Withdraw the release and settle the item, or neither.

    Raises VersionConflict, WrongState (not public, or nothing changed), NotAllowed, NotFound.
    """
    return await perform(store, command, _withdraw_changed, ReleaseChange)


async def _withdraw_changed(store: Store, session: Session, command: WithdrawChanged) -> ReleaseChange:
    item = await intake.load(command.item_id, session)
    if item.version != command.item_version:
        raise VersionConflict(item_id=item.id, expected=command.item_version, actual=item.version)
    if item.state is not TriageState.changed or item.release_id != command.release_id:
        raise WrongState("这条来稿没有待处理的变更，请刷新列表。", state=item.state, allowed=[TriageState.changed])
    change = await withdraw_in(store, session, command)
    await intake.change_state(
        item,
        TriageState.adopted,
        expected_version=command.item_version,
        now=store.now(),
        session=session,
        dismissed_version_no=item.latest_version_no,
        dismissed_because=f"稿件已撤回：{command.reason}"[:200],
        dismissed_by=command.actor,
    )
    stands, details = [stand_of(item, item.version + 1)], {"release_id": item.release_id, "reason": command.reason}
    await record(store, session, TriageEventKind.withdrawn, command.actor, stands, details=details)
    return change
