"""withdraw 撤回: take a public release back. Its address stays and says why (HTTP 410)."""

from content_models.editorial.change import ReleaseChange, ReleaseCommand
from content_models.editorial.ending import Reason, live_for, take_down
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases.documents import ReleaseState
from content_models.staff.rights import Right


class Withdraw(ReleaseCommand):
    """`reason` is shown at its address."""

    reason: Reason


async def withdraw(store: Store, command: Withdraw) -> ReleaseChange:
    """Raises VersionConflict, WrongState (not public), NotAllowed."""
    return await perform(store, command, withdraw_in, ReleaseChange)


async def withdraw_in(store: Store, session: Session, command: Withdraw) -> ReleaseChange:
    """The verb inside a transaction that somebody else has opened."""
    release = await live_for(session, command, Right.withdraw)
    gone = ReleaseState.withdrawn
    return await take_down(store, session, release, command, state=gone, told=command.reason, why=command.reason)
