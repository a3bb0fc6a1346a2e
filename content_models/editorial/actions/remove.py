"""remove 删除误发: take back what should never have gone out, such as somebody's data. Its address says nothing (404).

The record, its revisions and the reason stay for auditors; nothing is erased from the event chain.
"""

from content_models.editorial.change import ReleaseChange, ReleaseCommand
from content_models.editorial.ending import Reason, live_for, take_down
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases.documents import ReleaseState
from content_models.staff.rights import Right

TOLD = "误发"  # all that residents who were notified are told


class Remove(ReleaseCommand):
    """`reason` is kept for auditors and never shown to residents."""

    reason: Reason


async def remove(store: Store, command: Remove) -> ReleaseChange:
    """Raises VersionConflict, WrongState (not public), NotAllowed."""
    return await perform(store, command, _remove, ReleaseChange)


async def _remove(store: Store, session: Session, command: Remove) -> ReleaseChange:
    release = await live_for(session, command, Right.remove)
    gone = ReleaseState.removed
    return await take_down(store, session, release, command, state=gone, told=TOLD, why=command.reason)
