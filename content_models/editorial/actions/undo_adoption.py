"""undo_adoption 撤销采用: the item waits again and the draft it became is discarded, while nobody has written in it.

Nothing is erased: the release stays, discarded, with its text and the event that says who took it back.
"""

from content_models.editorial.change import save_change
from content_models.editorial.writing import repository as writing
from content_models.intake.actions.undo import Undo, Undone, put_back, undo
from content_models.intake.triage_log import repository as triage_log
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.kit.commands import perform
from content_models.kit.errors import WrongState
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, Release, ReleaseState
from content_models.staff import repository as people
from content_models.staff.rights import Right, require, require_sight

AS_ADOPTED = 1  # the version an adoption leaves a release at


async def undo_act(store: Store, command: Undo) -> Undone:
    """Take back any act of the queue, with what it has made. Raises as `undo` and `undo_adoption` do."""
    event = await triage_log.load(command.event_id)
    act = undo_adoption if event.kind is TriageEventKind.adopted else undo
    return await act(store, command)


async def undo_adoption(store: Store, command: Undo) -> Undone:
    """Raises WrongState (written in, noted on, linked to or submitted since; taken back already), NotAllowed,
    NotFound, VersionConflict."""
    return await perform(store, command, _undo_adoption, Undone, wakes="triage")


async def _undo_adoption(store: Store, session: Session, command: Undo) -> Undone:
    require(command.actor, Right.write)
    event = await triage_log.load(command.event_id, session)
    release = await releases.load(event.details["release_id"], session)
    require_sight(command.actor, release.publisher_id)
    undone = await put_back(store, session, event, command)
    await _require_untouched(release, session)
    release.state = ReleaseState.discarded
    await save_change(
        store, session, release, EventKind.discarded, command.actor, expected_version=AS_ADOPTED, details={}
    )
    return undone


async def _require_untouched(release: Release, session: Session) -> None:
    is_as_adopted = release.version == AS_ADOPTED and release.state is ReleaseState.draft
    if not is_as_adopted:
        raise _refusal(release, "草稿已经改过或送审")
    if drafts := await writing.drafts_on(release.id, session):
        writers = [await people.find(draft.staff_id) for draft in drafts]
        names = "、".join(one.display_name for one in writers if one) or "有人"
        raise _refusal(release, f"{names}已在草稿里写了字")
    if await writing.notes_of(release.id, session):
        raise _refusal(release, "草稿上已有批注")
    if await releases.is_linked_to(release.id, session):
        raise _refusal(release, "已有解读关联到这份草稿")


def _refusal(release: Release, why: str) -> WrongState:
    message = f"{why}，不能再撤销采用；不需要它时，请到稿件页商量后处理。"
    return WrongState(message, state=release.state, allowed=[ReleaseState.draft])
