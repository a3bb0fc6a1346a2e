"""sign_off 审签: one of the three reviews (三审三校) approves this text or sends it back."""

from collections.abc import Sequence

from pymongo.errors import DuplicateKeyError

from content_models.editorial import repository as editorial
from content_models.editorial import rules
from content_models.editorial.change import ReleaseChange, ReleaseCommand, Remark, release_at, save_change
from content_models.editorial.documents import SignOff, Verdict
from content_models.editorial.errors import AlreadySigned, NotThisStage
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, Release, ReleaseState
from content_models.releases.rules import REVIEWABLE, require_state


class Sign(ReleaseCommand):
    stage: str
    verdict: Verdict
    comment: Remark = ""


async def sign_off(store: Store, command: Sign) -> ReleaseChange:
    """Sign the present revision at one stage.

    Raises VersionConflict, WrongState, NotAllowed (role), NotThisStage (order), AlreadySigned (same person twice).
    """
    return await perform(store, command, _sign_off, ReleaseChange)


async def _sign_off(store: Store, session: Session, command: Sign) -> ReleaseChange:
    release = await release_at(session, command.actor, command.release_id, command.expected_version)
    _require_under_review(release)
    stage = rules.review_of(release).stage(command.stage)
    if stage is None:
        raise NotThisStage(stage=command.stage)
    rules.require_signer(command.actor, stage)
    sign_off, given = await _signature(store, session, command, release)
    try:
        await editorial.insert_sign_off(sign_off, session)
    except DuplicateKeyError as clash:
        raise AlreadySigned(stage=command.stage) from clash
    _move(release, sign_off, [*given, sign_off])
    return await save_change(
        store,
        session,
        release,
        EventKind.signed_off if sign_off.approves else EventKind.returned,
        command.actor,
        expected_version=command.expected_version,
        details={
            "stage": stage.id,
            "stage_name": stage.name,
            "comment": command.comment,
            "sha256": sign_off.revision_sha256,
        },
    )


def _require_under_review(release: Release) -> None:
    """Before publication, or after an urgent one (补审)."""
    if not (release.state is ReleaseState.published and release.review_owed):
        require_state(release, REVIEWABLE)


async def _signature(store: Store, session: Session, command: Sign, release: Release) -> tuple[SignOff, list[SignOff]]:
    """The new signature, and those that were given to the same text before."""
    revision = await releases.load_revision(release.current_revision_id, session)
    earlier = await editorial.sign_offs_of(release.id, release.review_round, session)
    if any(sign_off.actor.id == command.actor.id for sign_off in earlier):
        raise AlreadySigned(stage=command.stage)
    valid = rules.valid_for(earlier, revision.sha256)
    turn = rules.turn_of(release, valid)
    if turn is None or turn.id != command.stage:
        raise NotThisStage(stage=command.stage)
    sign_off = SignOff(
        release_id=release.id,
        revision=revision.id,
        revision_sha256=revision.sha256,
        review_round=release.review_round,
        stage=command.stage,
        seat=sum(sign_off.stage == command.stage for sign_off in earlier),
        verdict=command.verdict,
        comment=command.comment,
        actor=command.actor,
        at=store.now(),
    )
    return sign_off, valid


def _move(release: Release, sign_off: SignOff, valid: Sequence[SignOff]) -> None:
    """Where the signature takes the release. A public one stays public: whoever sent it back corrects or withdraws."""
    review = rules.review_of(release)
    if release.state is ReleaseState.published:
        release.review_owed = bool(rules.missing(review.stages, valid))
    elif not sign_off.approves:
        release.state = ReleaseState.draft
    elif not rules.missing(review.before_publication, valid):
        release.state = ReleaseState.approved
