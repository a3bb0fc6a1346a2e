"""三审三校 as shown: how far each stage is, which signatures lapsed, and what this person may do now."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.editorial import rules
from content_models.editorial.documents import SignOff
from content_models.editorial.review_plan import ReviewPlan
from content_models.releases.documents import Release, ReleaseState, Review, ReviewStage, Revision
from content_models.releases.rules import EDITABLE, PUBLISHABLE
from content_models.staff.documents import Staff
from content_models.staff.rights import Right, holds
from server.pages.labels import ROLE_NAMES
from server.pages.moments import minute


@dataclass(frozen=True, slots=True)
class Step:
    """One of the reviews. `tone`: done, waiting (its turn), returned, later. `still`: signatures it waits for."""

    stage: str
    name: str
    tone: str
    who: str
    when: str
    comment: str
    still: int = 0
    after: bool = False  # 补审: left out before publication


@dataclass(frozen=True, slots=True)
class Acts:
    """What this person may do now; asked of the same tables as the verbs."""

    edit: bool
    submit: bool
    sign: str  # the stage, or ""
    sign_name: str
    publish: bool
    withdraw: bool
    why_not_sign: str
    late: bool  # it is public already; what is signed now is 补审


@dataclass(frozen=True, slots=True)
class Voided:
    """A signature that no longer counts, because the text was changed after it."""

    stage: str
    who: str
    by: str  # who changed the text, and when
    when: str


def as_planned(release: Release, plan: ReviewPlan) -> Release:
    """A draft as the next round will find it; what is under review or public keeps the rules of its round."""
    if release.state is not ReleaseState.draft:
        return release
    planned: Release = release.model_copy(update={"review": plan.review_of(release.kind)})
    return planned


def urgent_reason_of(release: Release) -> str:
    """While it matters: until the text is reviewed in full, or goes back to be written."""
    waits = release.state in (ReleaseState.in_review, ReleaseState.approved) or release.review_owed
    return release.review.urgent_reason if release.review and waits else ""


def steps_of(release: Release, revision: Revision, sign_offs: Sequence[SignOff]) -> list[Step]:
    """The reviews as steps. A signature on an earlier text no longer counts and is not shown as one."""
    review, valid = rules.review_of(release), rules.valid_for(sign_offs, revision.sha256)
    turn, first = rules.turn_of(release, valid), {stage.id for stage in review.before_publication}
    return [
        _step(stage, [one for one in valid if one.stage == stage.id], turn, after=stage.id not in first)
        for stage in review.stages
    ]


def _step(stage: ReviewStage, signed: Sequence[SignOff], turn: ReviewStage | None, *, after: bool) -> Step:
    returned = [one for one in signed if not one.approves]
    shown = returned[-1:] or list(signed)
    still = stage.signers - sum(one.approves for one in signed)
    return Step(
        stage=stage.id,
        name=stage.name,
        tone="returned" if returned else "done" if still <= 0 else "waiting" if stage == turn else "later",
        who="、".join(one.actor.name for one in shown),
        when=minute(shown[-1].at) if shown else "",
        comment="；".join(one.comment for one in shown if one.comment),
        still=max(still, 0) if stage.signers > 1 else 0,
        after=after,
    )


def voided_of(release: Release, revision: Revision, sign_offs: Sequence[SignOff]) -> list[Voided]:
    """Approvals of this round that a later edit took the ground from."""
    review = rules.review_of(release)
    return [
        Voided(
            stage=stage.name if (stage := review.stage(one.stage)) else one.stage,
            who=one.actor.name,
            by=revision.author.name,
            when=minute(revision.at),
        )
        for one in sign_offs
        if one.approves and one.revision_sha256 != revision.sha256
    ]


def acts_of(release: Release, revision: Revision, sign_offs: Sequence[SignOff], staff: Staff) -> Acts:
    actor = staff.as_actor()
    turn = rules.turn_of(release, rules.valid_for(sign_offs, revision.sha256))
    why_not = _why_not_sign(rules.review_of(release), sign_offs, staff, turn) if turn else ""
    writes = holds(actor, Right.write)
    return Acts(
        edit=writes and release.state in EDITABLE,
        submit=writes and release.state is ReleaseState.draft,
        sign=turn.id if turn and not why_not else "",
        sign_name=turn.name if turn else "",
        publish=holds(actor, Right.publish) and release.state in PUBLISHABLE,
        withdraw=holds(actor, Right.withdraw) and release.is_live,
        why_not_sign=why_not,
        late=release.state is ReleaseState.published,
    )


def _why_not_sign(review: Review, sign_offs: Sequence[SignOff], staff: Staff, stage: ReviewStage) -> str:
    mine = next((sign_off for sign_off in sign_offs if sign_off.actor.id == staff.id), None)
    if mine:
        signed = review.stage(mine.stage)
        return f"您签过这篇稿件的{signed.name if signed else '另一审'}，{stage.name}须由另一个人签。"
    return "" if rules.may_sign(staff.as_actor(), stage) else f"等待{ROLE_NAMES[stage.role]}签署。"
