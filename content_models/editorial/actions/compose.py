"""compose 新建: start a release from an editor's own text."""

from collections.abc import Sequence

from content_models.editorial.change import ReleaseChange, answer, append_event
from content_models.kit.actors import Actor
from content_models.kit.commands import Command, perform
from content_models.kit.ids import new_id
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import Content, EventKind, Provenance, Release, ReleaseKind, Revision
from content_models.releases.rules import content_digest, name_keys_of, new_slug, with_derived_text
from content_models.staff.rights import Right, require, require_sight


class Compose(Command):
    kind: ReleaseKind
    publisher_id: str
    content: Content
    note: str = ""


async def compose(store: Store, command: Compose) -> ReleaseChange:
    """Start a draft. Raises NotAllowed."""
    return await perform(store, command, _compose, ReleaseChange)


async def _compose(store: Store, session: Session, command: Compose) -> ReleaseChange:
    require(command.actor, Right.write)
    require_sight(command.actor, command.publisher_id)
    release = await start_release(
        store, session, command.actor, command.kind, command.publisher_id, command.content, note=command.note
    )
    return answer(release)


async def start_release(
    store: Store,
    session: Session,
    actor: Actor,
    kind: ReleaseKind,
    publisher_id: str,
    content: Content,
    *,
    provenance: Sequence[Provenance] = (),
    note: str = "",
) -> Release:
    """Insert the thin release, its first revision and its first event."""
    now = store.now()
    content = with_derived_text(content)
    revision = Revision(
        release_id=new_id(),
        number=1,
        content=content,
        sha256=content_digest(content),
        provenance=list(provenance),
        author=actor,
        note=note,
        at=now,
    )
    release = Release(
        id=revision.release_id,
        kind=kind,
        slug=new_slug(),
        publisher_id=publisher_id,
        name_keys=name_keys_of(kind, content),
        current_revision_id=revision.id,
        created_at=now,
        updated_at=now,
    )
    await releases.insert(release, revision, session)
    details = {"items": [source.item_id for source in provenance]} if provenance else {}
    await append_event(store, session, release, EventKind.adopted if provenance else EventKind.composed, actor, details)
    return release
