"""Pure rules of the three reviews: who may do what, and when a release has been reviewed."""

from collections import Counter
from collections.abc import Sequence

from content_models.editorial.documents import SignOff
from content_models.editorial.review_plan import THREE_REVIEWS
from content_models.kit.actors import Actor
from content_models.kit.errors import NotAllowed
from content_models.releases.documents import Release, ReleaseState, Review, ReviewStage
from content_models.staff.documents import Role
from content_models.staff.rights import RIGHTS, Right

WRITERS, PUBLISHERS, WITHDRAWERS = RIGHTS[Right.write], RIGHTS[Right.publish], RIGHTS[Right.withdraw]


def require_role(actor: Actor, allowed: frozenset[Role]) -> None:
    """Raises NotAllowed unless the actor bears one of the roles."""
    if not actor.roles & allowed:
        raise NotAllowed(roles=sorted(actor.roles), allowed=sorted(allowed))


def may_sign(actor: Actor, stage: ReviewStage) -> bool:
    """A stage is a post's, whatever it is called: the settings say whose."""
    return stage.role in actor.roles


def require_signer(actor: Actor, stage: ReviewStage) -> None:
    """Raises NotAllowed."""
    if not may_sign(actor, stage):
        raise NotAllowed(roles=sorted(actor.roles), allowed=[stage.role])


def review_of(release: Release) -> Review:
    """The rules of the release's present round; those of the usual three reviews before there was one."""
    return release.review or THREE_REVIEWS.review_of(release.kind)


def missing(stages: Sequence[ReviewStage], sign_offs: Sequence[SignOff]) -> list[ReviewStage]:
    """The stages that have fewer approvals of this text than they need, in order."""
    given = Counter(sign_off.stage for sign_off in sign_offs if sign_off.approves)
    return [stage for stage in stages if given[stage.id] < stage.signers]


def turn_of(release: Release, valid: Sequence[SignOff]) -> ReviewStage | None:
    """The stage that is waiting for a signature on this text; after an urgent publication those that were left out."""
    review = review_of(release)
    if release.state is ReleaseState.in_review:
        return next(iter(missing(review.before_publication, valid)), None)
    if release.state is ReleaseState.published and release.review_owed:
        return next(iter(missing(review.stages, valid)), None)
    return None


def valid_for(sign_offs: Sequence[SignOff], revision_sha256: str) -> list[SignOff]:
    """The signatures that were given to exactly this text: any edit voids the rest."""
    return [sign_off for sign_off in sign_offs if sign_off.revision_sha256 == revision_sha256]
