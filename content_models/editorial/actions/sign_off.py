"""sign_off 审签: one of the three reviews (三审三校) approves this text or sends it back."""

from pymongo.errors import DuplicateKeyError

from content_models.editorial import repository as editorial
from content_models.editorial import rules
from content_models.editorial.change import ReleaseChange, ReleaseCommand, Remark, release_for, save_change
from content_models.editorial.documents import SignOff, Stage, Verdict
from content_models.editorial.errors import AlreadySigned, NotThisStage
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, Release, ReleaseState
from content_models.releases.rules import REVIEWABLE, require_state


class Sign(ReleaseCommand):
    stage: Stage
    verdict: Verdict
    comment: Remark = ""


async def sign_off(store: Store, command: Sign) -> ReleaseChange:
    """Sign the present revision at one stage.

    Raises VersionConflict, WrongState, NotAllowed (role), NotThisStage (order), AlreadySigned (same person twice).
    """
    return await perform(store, command, _sign_off, ReleaseChange)


async def _sign_off(store: Store, session: Session, command: Sign) -> ReleaseChange:
    release = await release_for(session, command, rules.SIGNING_RIGHTS[command.stage])
    require_state(release, REVIEWABLE)
    sign_off = await _signature(store, session, command, release)
    try:
        await editorial.insert_sign_off(sign_off, session)
    except DuplicateKeyError as clash:
        raise AlreadySigned(stage=command.stage) from clash
    release.state = _state_after(command)
    return await save_change(
        store,
        session,
        release,
        EventKind.signed_off if command.verdict is Verdict.approve else EventKind.returned,
        command.actor,
        expected_version=command.expected_version,
        details={"stage": command.stage, "comment": command.comment, "sha256": sign_off.revision_sha256},
    )


async def _signature(store: Store, session: Session, command: Sign, release: Release) -> SignOff:
    revision = await releases.load_revision(release.current_revision_id, session)
    earlier = await editorial.sign_offs_of(release.id, release.review_round, session)
    if any(sign_off.actor.id == command.actor.id for sign_off in earlier):
        raise AlreadySigned(stage=command.stage)
    if rules.next_stage(rules.valid_for(earlier, revision.sha256)) is not command.stage:
        raise NotThisStage(stage=command.stage)
    return SignOff(
        release_id=release.id,
        revision=revision.id,
        revision_sha256=revision.sha256,
        review_round=release.review_round,
        stage=command.stage,
        verdict=command.verdict,
        comment=command.comment,
        actor=command.actor,
        at=store.now(),
    )


def _state_after(command: Sign) -> ReleaseState:
    if command.verdict is Verdict.send_back:
        return ReleaseState.draft
    return ReleaseState.approved if command.stage is rules.STAGES[-1] else ReleaseState.in_review
