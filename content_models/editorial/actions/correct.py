"""correct 更正: put a newly reviewed text in place of the public one, with a public note or, for a slip of the pen,
without one. Two verbs with two rights: whoever may correct may not do it silently."""

from content_models.editorial.actions.publish import ReleaseAt, make_public
from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_for
from content_models.editorial.ending import Reason
from content_models.kit.commands import perform
from content_models.kit.errors import WrongState
from content_models.kit.store import Session, Store
from content_models.releases.documents import EventKind
from content_models.staff.rights import Right


class Correct(ReleaseCommand):
    """`note` is shown on the page, in the app and in the notice."""

    note: Reason


class CorrectSilently(ReleaseCommand):
    """`reason` is kept for auditors; residents see the new text and are told nothing."""

    reason: Reason


async def correct(store: Store, command: Correct) -> ReleaseChange:
    """Raises WrongState (not public), SignOffsMissing, ChecksFailed, VersionConflict, NotAllowed."""
    return await perform(store, command, _correct, ReleaseChange)


async def correct_silently(store: Store, command: CorrectSilently) -> ReleaseChange:
    """Raises WrongState (not public), SignOffsMissing, ChecksFailed, VersionConflict, NotAllowed."""
    return await perform(store, command, _correct_silently, ReleaseChange)


async def _correct(store: Store, session: Session, command: Correct) -> ReleaseChange:
    await _require_live(session, command, Right.correct)
    details = {"note": command.note}
    return await make_public(
        store, session, command.actor, _at(command), EventKind.corrected, "release.corrected", details
    )


async def _correct_silently(store: Store, session: Session, command: CorrectSilently) -> ReleaseChange:
    await _require_live(session, command, Right.correct_silently)
    details = {"reason": command.reason}
    return await make_public(
        store, session, command.actor, _at(command), EventKind.corrected_silently, "release.refreshed", details
    )


def _at(command: ReleaseCommand) -> ReleaseAt:
    return ReleaseAt(release_id=command.release_id, expected_version=command.expected_version)


async def _require_live(session: Session, command: ReleaseCommand, right: Right) -> None:
    release = await release_for(session, command, right)
    if not release.is_live:
        raise WrongState("这条内容没有公开，不能更正；请用「发布」。", state=release.state, allowed=["published"])
