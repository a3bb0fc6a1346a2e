"""remove 删除误发: take back what should never have gone out, such as somebody's data. Its address says nothing (404).

The record, its revisions and the reason stay for auditors; nothing is erased from the event chain.
"""

from typing import Annotated

from pydantic import StringConstraints

from content_models.editorial.change import ReleaseChange, ReleaseCommand, save_change
from content_models.editorial.ending import let_go, live_for
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases.documents import EventKind, ReleaseState
from content_models.staff.rights import Right

TOLD = "误发"  # all that residents who were notified are told


class Remove(ReleaseCommand):
    """`reason` is kept for auditors and never shown to residents."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]


async def remove(store: Store, command: Remove) -> ReleaseChange:
    """Raises VersionConflict, WrongState (not public), NotAllowed."""
    return await perform(store, command, _remove, ReleaseChange)


async def _remove(store: Store, session: Session, command: Remove) -> ReleaseChange:
    release = await live_for(session, command, Right.remove)
    release.state = ReleaseState.removed
    release.withdrawn_at, release.withdrawal_reason = store.now(), TOLD
    await let_go(session, release)
    return await save_change(
        store,
        session,
        release,
        EventKind.removed,
        command.actor,
        expected_version=command.expected_version,
        details={"reason": command.reason},
        topic="release.withdrawn",
    )
