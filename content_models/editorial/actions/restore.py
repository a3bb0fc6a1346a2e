"""restore 恢复: say again what an earlier version said. It is a new revision, reviewed like any other."""

from pydantic import Field

from content_models.editorial.actions.edit import cut_revision
from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_for
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.staff.rights import Right


class Restore(ReleaseCommand):
    number: int = Field(ge=1)  # of the version to go back to


async def restore(store: Store, command: Restore) -> ReleaseChange:
    """Raises VersionConflict, WrongState (withdrawn), NotAllowed, NotFound. The present text changes nothing."""
    return await perform(store, command, _restore, ReleaseChange)


async def _restore(store: Store, session: Session, command: Restore) -> ReleaseChange:
    release = await release_for(session, command, Right.write)
    earlier = await releases.load_numbered(release.id, command.number, session)
    return await cut_revision(
        store,
        session,
        release,
        command.actor,
        earlier.content,
        note=f"恢复第 {earlier.number} 版",
        provenance=earlier.provenance,
    )
