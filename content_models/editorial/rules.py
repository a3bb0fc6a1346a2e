"""Pure rules of the three reviews: who may do what, and when a release has been reviewed."""

from collections.abc import Sequence

from content_models.editorial.documents import SignOff, Stage
from content_models.kit.actors import Actor
from content_models.kit.errors import NotAllowed
from content_models.staff.documents import Role
from content_models.staff.rights import RIGHTS, Right

STAGES = (Stage.first, Stage.second, Stage.final)

STAGE_NAMES = {Stage.first: "初审一校", Stage.second: "复审二校", Stage.final: "终审三校"}

SIGNERS = {Stage.first: Role.editor, Stage.second: Role.section_head, Stage.final: Role.leader}

SIGNING_RIGHTS = {
    Stage.first: Right.sign_first,
    Stage.second: Right.sign_second,
    Stage.final: Right.sign_final,
}

WRITERS, PUBLISHERS, WITHDRAWERS = RIGHTS[Right.write], RIGHTS[Right.publish], RIGHTS[Right.withdraw]


def require_role(actor: Actor, allowed: frozenset[Role]) -> None:
    """Raises NotAllowed unless the actor bears one of the roles."""
    if not actor.roles & allowed:
        raise NotAllowed(roles=sorted(actor.roles), allowed=sorted(allowed))


def next_stage(sign_offs: Sequence[SignOff]) -> Stage | None:
    """The stage that is waiting for a signature, or None when all three have approved this text."""
    signed = {sign_off.stage for sign_off in sign_offs if sign_off.approves}
    return next((stage for stage in STAGES if stage not in signed), None)


def valid_for(sign_offs: Sequence[SignOff], revision_sha256: str) -> list[SignOff]:
    """The signatures that were given to exactly this text: any edit voids the rest."""
    return [sign_off for sign_off in sign_offs if sign_off.revision_sha256 == revision_sha256]
