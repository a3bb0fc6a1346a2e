"""`dismiss_change` 忽略变更: the source changed or deleted what we adopted, and an editor says that ours stands."""

from pydantic import Field

from content_models.intake import repository as intake
from content_models.intake.actions.spike import Triaged, require_decidable
from content_models.intake.documents import TriageState
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record, stand_of
from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store

DISMISSIBLE = frozenset({TriageState.changed})


class DismissChange(Command):
    """The reason is kept with the item; the next change of the source asks again."""

    item_id: str
    expected_version: int = Field(ge=1)
    reason: str = Field(min_length=2, max_length=200)


async def dismiss_change(store: Store, command: DismissChange) -> Triaged:
    """Back to 已采用, with the release as it is. Raises VersionConflict, WrongState, NotAllowed, NotFound."""
    return await perform(store, command, _dismiss_change, Triaged, wakes="triage")


async def _dismiss_change(store: Store, session: Session, command: DismissChange) -> Triaged:
    item = await require_decidable(command.item_id, command.expected_version, command.actor, DISMISSIBLE, session)
    await intake.change_state(
        item,
        TriageState.adopted,
        expected_version=command.expected_version,
        now=store.now(),
        session=session,
        dismissed_version_no=item.latest_version_no,
        dismissed_because=command.reason,
        dismissed_by=command.actor,
    )
    version = command.expected_version + 1
    stands, details = [stand_of(item, version)], {"reason": command.reason}
    event_id = await record(store, session, TriageEventKind.change_dismissed, command.actor, stands, details=details)
    return Triaged(item_id=item.id, state=TriageState.adopted, version=version, event_id=event_id)
