"""edit 编辑: cut a new revision. What was signed before no longer counts, because it was another text."""

from collections.abc import Mapping
from typing import Any

from content_models.editorial.change import ReleaseChange, ReleaseCommand, Remark, answer, release_for, save_change
from content_models.kit.actors import Actor
from content_models.kit.commands import perform
from content_models.kit.off_loop import off_loop
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import Content, EventKind, Provenance, Release, ReleaseState, Revision
from content_models.releases.rules import (
    EDITABLE,
    content_digest,
    name_keys_of,
    require_state,
    with_derived_text,
)
from content_models.staff.rights import Right


class Edit(ReleaseCommand):
    content: Content
    note: Remark = ""
    provenance: list[Provenance] | None = None  # None keeps that of the revision before


async def edit(store: Store, command: Edit) -> ReleaseChange:
    """Save a new revision and put the release back to draft; a live text stays live until the next publish.

    Raises VersionConflict, WrongState (withdrawn), NotAllowed. An edit that changes nothing changes nothing.
    """
    return await perform(store, command, _edit, ReleaseChange)


async def _edit(store: Store, session: Session, command: Edit) -> ReleaseChange:
    release = await release_for(session, command, Right.write)
    return await cut_revision(
        store, session, release, command.actor, command.content, note=command.note, provenance=command.provenance
    )


async def cut_revision(
    store: Store,
    session: Session,
    release: Release,
    actor: Actor,
    content: Content,
    *,
    note: str,
    provenance: list[Provenance] | None = None,
    said: Mapping[str, Any] | None = None,
) -> ReleaseChange:
    """Insert the next revision and point the release at it; the same text again cuts nothing. `said` is added to the
    event. Raises TextTooLong."""
    require_state(release, EDITABLE)
    before = await releases.load_revision(release.current_revision_id, session)
    content = await off_loop(len(content.body_html), with_derived_text, content)
    digest = content_digest(content)
    if digest == before.sha256:
        return answer(release)
    revision = Revision(
        release_id=release.id,
        number=release.current_revision_no + 1,
        content=content,
        sha256=digest,
        provenance=before.provenance if provenance is None else provenance,
        author=actor,
        note=note,
        at=store.now(),
    )
    await releases.insert_revision(revision, session)
    release.current_revision_id, release.current_revision_no = revision.id, revision.number
    release.name_keys = name_keys_of(release.kind, content)
    release.state = ReleaseState.draft
    details = {"number": revision.number, "note": note, **(said or {})}
    return await save_change(
        store, session, release, EventKind.edited, actor, expected_version=release.version, details=details
    )
