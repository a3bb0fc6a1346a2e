"""publish 发布: make the reviewed text public, a policy and its interpretations in one act."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

from content_models.checks.errors import ChecksFailed
from content_models.checks.examine import blocking
from content_models.checks.numbers import hold_number
from content_models.checks.surroundings import issues_of
from content_models.editorial import repository as editorial
from content_models.editorial import rules
from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_at, save_change
from content_models.editorial.errors import InterpretationUnlinked, PolicyNotPublic, SignOffsMissing
from content_models.kit.actors import Actor
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, Release, ReleaseKind, ReleaseState, Revision
from content_models.releases.rules import PUBLISHABLE, channels_of, require_state
from content_models.staff.rights import Right, require

AWAITING_REVIEW = frozenset({ReleaseState.draft, ReleaseState.in_review})


class ReleaseAt(BaseModel):
    """A release and the version of it that the caller looked at."""

    release_id: str
    expected_version: int = Field(ge=1)


class Publish(ReleaseCommand):
    together_with: list[ReleaseAt] = []  # interpretations that go out in the same transaction


async def publish(store: Store, command: Publish) -> ReleaseChange:
    """Publish the release and all that goes with it, or nothing.

    Raises SignOffsMissing, InterpretationUnlinked, PolicyNotPublic, ChecksFailed, VersionConflict, WrongState,
    NotAllowed.
    `published_at` is set the first time and never moves; a later publish is a correction.
    """
    return await perform(store, command, _publish, ReleaseChange)


async def _publish(store: Store, session: Session, command: Publish) -> ReleaseChange:
    require(command.actor, Right.publish)
    lead = ReleaseAt(release_id=command.release_id, expected_version=command.expected_version)
    return await publish_together(store, session, command.actor, lead, command.together_with)


async def publish_together(
    store: Store,
    session: Session,
    actor: Actor,
    lead: ReleaseAt,
    others: Sequence[ReleaseAt] = (),
    details: Mapping[str, Any] | None = None,
) -> ReleaseChange:
    """The lead and the others in the caller's transaction, or nothing; `details` are added to the lead's event."""
    bundle = {chosen.release_id for chosen in (lead, *others)}
    for chosen in others:
        await _publish_one(store, session, actor, chosen, bundle)
    alongside = {"together_with": [chosen.release_id for chosen in others]} if others else {}
    return await _publish_one(store, session, actor, lead, bundle, {**alongside, **(details or {})})


async def _publish_one(
    store: Store,
    session: Session,
    actor: Actor,
    chosen: ReleaseAt,
    bundle: set[str],
    details: Mapping[str, Any] | None = None,
) -> ReleaseChange:
    """The first time, or as a correction with the writer's own note."""
    release = await releases.load(chosen.release_id, session)
    kind, topic, noted = EventKind.published, "release.published", dict(details or {})
    if release.published_at is not None:
        revision = await releases.load_revision(release.current_revision_id, session)
        kind, topic, noted = EventKind.corrected, "release.corrected", {"note": revision.note, **noted}
    return await make_public(store, session, actor, chosen, kind, topic, noted, bundle)


async def make_public(
    store: Store,
    session: Session,
    actor: Actor,
    chosen: ReleaseAt,
    kind: EventKind,
    topic: str,
    details: Mapping[str, Any] | None = None,
    bundle: Collection[str] = (),
) -> ReleaseChange:
    """The one way in which a text becomes what residents see, whichever verb asks: reviewed, linked and clean."""
    release = await release_at(session, actor, chosen.release_id, chosen.expected_version)
    revision = await releases.load_revision(release.current_revision_id, session)
    release.review_owed = await owes_after_review(session, release, revision)
    await _require_links(session, release, revision, set(bundle))
    await _require_clean(store, release, revision)
    await hold_number(release, revision.content.policy, session)
    release.state = ReleaseState.published
    release.live_revision_id = revision.id
    release.channels = channels_of(release.kind, release.publisher_id, revision.content)
    release.published_at = release.published_at or store.now()
    return await save_change(
        store,
        session,
        release,
        kind,
        actor,
        expected_version=chosen.expected_version,
        details={"number": revision.number, "sha256": revision.sha256, **(details or {})},
        topic=topic,
    )


async def owes_after_review(session: Session, release: Release, revision: Revision) -> bool:
    """Whether signatures are still to come after publication (补审). Raises SignOffsMissing, WrongState.

    Signatures are counted against the text itself, so a state written by mistake publishes nothing.
    """
    require_state(release, PUBLISHABLE | AWAITING_REVIEW)
    sign_offs = await editorial.sign_offs_of(release.id, release.review_round, session)
    valid, review = rules.valid_for(sign_offs, revision.sha256), rules.review_of(release)
    if missing := rules.missing(review.before_publication, valid):
        raise SignOffsMissing(
            f"还缺{'、'.join(stage.name for stage in missing)}，完成后才能发布。",
            missing=[stage.id for stage in missing],
        )
    return bool(rules.missing(review.stages, valid))


async def _require_links(session: Session, release: Release, revision: Revision, bundle: set[str]) -> None:
    """An interpretation reads at least one policy that residents can open, now or with this act."""
    if release.kind is not ReleaseKind.interpretation:
        return
    targets = releases.interpreted_by(revision.content.links)
    if not targets:
        raise InterpretationUnlinked(release_id=release.id)
    if not targets & bundle and not any(one.is_live for one in (await releases.load_many(targets, session)).values()):
        raise PolicyNotPublic(release_id=release.id, policies=sorted(targets))


async def _require_clean(store: Store, release: Release, revision: Revision) -> None:
    """The checks are asked again here, whatever a page showed: lists, numbers and days change."""
    if red := blocking(await issues_of(store, release, revision)):
        raise ChecksFailed.of({release.id: red})
