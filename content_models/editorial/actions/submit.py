"""submit 送审: open a review round on the present text."""

from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_for, save_change
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases.documents import EventKind, ReleaseState
from content_models.releases.rules import SUBMITTABLE, require_state
from content_models.staff.rights import Right


class Submit(ReleaseCommand):
    pass


async def submit(store: Store, command: Submit) -> ReleaseChange:
    """Raises VersionConflict, WrongState, NotAllowed."""
    return await perform(store, command, _submit, ReleaseChange)


async def _submit(store: Store, session: Session, command: Submit) -> ReleaseChange:
    release = await release_for(session, command, Right.write)
    require_state(release, SUBMITTABLE)
    release.state = ReleaseState.in_review
    release.review_round += 1
    return await save_change(
        store,
        session,
        release,
        EventKind.submitted,
        command.actor,
        expected_version=command.expected_version,
        details={"round": release.review_round},
    )
