"""record_validity 登记效力: a document was repealed, amended or ran out by a paper that is not ours, or not here yet.

What our own documents do to each other stands in their links; this is for the rest. Status is computed from both.
"""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from content_models.editorial.change import ReleaseChange, ReleaseCommand, save_change
from content_models.editorial.ending import Reason, live_for
from content_models.kit.commands import perform
from content_models.kit.errors import InvalidInput, WrongState
from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.releases.documents import EventKind, Release, ReleaseKind
from content_models.releases.marks import MarkKind, ValidityMark
from content_models.staff.rights import Right

TOPIC = "release.validity_changed"
MOST_MARKS = 50


class RecordValidity(ReleaseCommand):
    kind: MarkKind
    on: date
    basis: Reason
    basis_id: str | None = None
    clauses: list[str] = Field(default=[], max_length=200)


class RetractValidity(ReleaseCommand):
    mark_id: str
    reason: Reason


async def record_validity(store: Store, command: RecordValidity) -> ReleaseChange:
    """Raises WrongState (not public, not a policy), InvalidInput (too many), VersionConflict, NotAllowed."""
    return await perform(store, command, _record, ReleaseChange)


async def retract_validity(store: Store, command: RetractValidity) -> ReleaseChange:
    """Take an entry back that was wrong. Raises InvalidInput (no such entry), VersionConflict, NotAllowed."""
    return await perform(store, command, _retract, ReleaseChange)


async def _record(store: Store, session: Session, command: RecordValidity) -> ReleaseChange:
    release = await live_for(session, command, Right.record_validity)
    if release.kind is not ReleaseKind.policy:
        raise WrongState("只有政策文件有效力可登记。", state=release.state, allowed=[ReleaseKind.policy])
    if len(release.validity_marks) >= MOST_MARKS:
        raise InvalidInput(f"一份文件最多登记 {MOST_MARKS} 条效力事件。", field="marks")
    said = command.model_dump(include={"kind", "on", "basis", "basis_id", "clauses"})
    mark = ValidityMark(id=new_id(), by=command.actor.name, at=store.now(), **said)
    release.validity_marks = [*release.validity_marks, mark]
    details = mark.model_dump(mode="json", include={"id", "kind", "on", "basis", "basis_id", "clauses"})
    return await _save(store, session, release, EventKind.validity_recorded, command, details)


async def _retract(store: Store, session: Session, command: RetractValidity) -> ReleaseChange:
    release = await live_for(session, command, Right.record_validity)
    kept = [mark for mark in release.validity_marks if mark.id != command.mark_id]
    if len(kept) == len(release.validity_marks):
        raise InvalidInput("这条登记已经撤销了，请刷新页面。", field="mark_id")
    release.validity_marks = kept
    details = {"id": command.mark_id, "reason": command.reason}
    return await _save(store, session, release, EventKind.validity_retracted, command, details)


async def _save(
    store: Store,
    session: Session,
    release: Release,
    kind: EventKind,
    command: ReleaseCommand,
    details: Mapping[str, object],
) -> ReleaseChange:
    return await save_change(
        store,
        session,
        release,
        kind,
        command.actor,
        expected_version=command.expected_version,
        details=dict(details),
        topic=TOPIC,
    )
