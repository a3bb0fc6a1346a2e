"""withdraw 撤回: take a public release back. Its address stays and says why (HTTP 410)."""

from typing import Annotated

from pydantic import StringConstraints

from content_models.editorial.change import ReleaseChange, ReleaseCommand, save_change
from content_models.editorial.ending import let_go, live_for
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases.documents import EventKind, ReleaseState
from content_models.staff.rights import Right


class Withdraw(ReleaseCommand):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]


async def withdraw(store: Store, command: Withdraw) -> ReleaseChange:
    """Raises VersionConflict, WrongState (not public), NotAllowed."""
    return await perform(store, command, withdraw_in, ReleaseChange)


async def withdraw_in(store: Store, session: Session, command: Withdraw) -> ReleaseChange:
    """The verb inside a transaction that somebody else has opened."""
    release = await live_for(session, command, Right.withdraw)
    release.state = ReleaseState.withdrawn
    release.withdrawn_at = store.now()
    release.withdrawal_reason = command.reason
    await let_go(session, release)
    return await save_change(
        store,
        session,
        release,
        EventKind.withdrawn,
        command.actor,
        expected_version=command.expected_version,
        details={"reason": command.reason},
        topic="release.withdrawn",
    )
