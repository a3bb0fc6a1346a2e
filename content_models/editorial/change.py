"""The last steps that every editorial verb shares: save under the lock, append the event, write the outbox."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from content_models.kit import outbox
from content_models.kit.actors import Actor
from content_models.kit.commands import Command
from content_models.kit.hash_chain import GENESIS, chained_digest
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, Release, ReleaseEvent, ReleaseState
from content_models.releases.rules import require_version
from content_models.staff.rights import Right, require, require_sight

LONGEST_REMARK = 1000  # characters
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_REMARK)]


class ReleaseCommand(Command):
    """A command on one release. `expected_version` is the version the caller looked at; it is never optional."""

    release_id: str
    expected_version: int = Field(ge=1)


async def release_for(session: Session, command: ReleaseCommand, right: Right) -> Release:
    """The release the command is about, if this actor may. Raises NotAllowed, NotFound, VersionConflict.

    Another organ's release is not found, for whoever is bound to their own.
    """
    require(command.actor, right)
    return await release_at(session, command.actor, command.release_id, command.expected_version)


async def release_at(session: Session, actor: Actor, release_id: str, expected_version: int) -> Release:
    """Raises NotFound, VersionConflict."""
    release = await releases.load(release_id, session)
    require_sight(actor, release.publisher_id)
    require_version(release, expected_version)
    return release


class ReleaseChange(BaseModel):
    """The answer of an editorial verb: what to send as `expected_version` next time."""

    release_id: str
    version: int
    state: ReleaseState
    revision: str
    slug: str


async def save_change(
    store: Store,
    session: Session,
    release: Release,
    kind: EventKind,
    actor: Actor,
    *,
    expected_version: int,
    details: dict[str, Any] | None = None,
    topic: str | None = None,
) -> ReleaseChange:
    """Save `release`, append its event and, with a `topic`, the outbox row: all in the caller's transaction."""
    release.updated_at = store.now()
    await releases.save(release, expected_version=expected_version, session=session)
    await append_event(store, session, release, kind, actor, details or {})
    if topic:
        await outbox.enqueue(
            store, session, topic=topic, subject_id=release.id, subject_version=release.version, payload=details
        )
    return answer(release)


async def append_event(
    store: Store, session: Session, release: Release, kind: EventKind, actor: Actor, details: dict[str, Any]
) -> None:
    """Append to the release's hash chain."""
    last = await releases.last_event(release.id, session)
    event = ReleaseEvent(
        release_id=release.id,
        version=release.version,
        kind=kind,
        actor=actor,
        at=store.now(),
        revision=release.current_revision_id,
        revision_sha256=(await releases.load_revision(release.current_revision_id, session)).sha256,
        published_at=release.published_at,
        algorithm=store.digest_algorithm,
        details=details,
        previous_digest=last.digest if last else GENESIS,
        digest="",
    )
    event.digest = event_digest(event)
    await releases.append_event(event, session)


def event_digest(event: ReleaseEvent) -> str:
    """What the event's `digest` must be: over all it says and the digest before it."""
    body = event.model_dump(mode="json", exclude={"id", "revision_id", "digest", "previous_digest"})
    if event.revision_sha256 is None:  # written before these were
        for later in ("revision_sha256", "published_at", "algorithm"):
            body.pop(later)
    body["actor"]["roles"] = sorted(body["actor"]["roles"])
    if organ_ids := body["actor"].pop("organ_ids"):
        body["actor"]["organ_ids"] = sorted(organ_ids)
    return chained_digest(event.previous_digest, body, event.algorithm)


def answer(release: Release) -> ReleaseChange:
    return ReleaseChange(
        release_id=release.id,
        version=release.version,
        state=release.state,
        revision=release.current_revision_id,
        slug=release.slug,
    )
