"""submit 送审: open a review round on the present text."""

from functools import partial
from typing import Annotated

from pydantic import StringConstraints

from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_for, save_change
from content_models.editorial.errors import ReasonTooShort
from content_models.editorial.review_plan import THREE_REVIEWS, ReviewPlan
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases.documents import EventKind, ReleaseState
from content_models.releases.rules import SUBMITTABLE, require_state
from content_models.staff.rights import Right

SHORTEST_REASON = 5  # characters


class Submit(ReleaseCommand):
    urgent_reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""  # 应急先发的理由


async def submit(store: Store, command: Submit, plan: ReviewPlan = THREE_REVIEWS) -> ReleaseChange:
    """Open a round under `plan`. With a reason, only the urgent stages come before publication, the others after it.

    Raises VersionConflict, WrongState, NotAllowed, ReasonTooShort.
    """
    if command.urgent_reason and len(command.urgent_reason) < SHORTEST_REASON:
        raise ReasonTooShort
    return await perform(store, command, partial(_submit, plan), ReleaseChange)


async def _submit(plan: ReviewPlan, store: Store, session: Session, command: Submit) -> ReleaseChange:
    release = await release_for(session, command, Right.write)
    require_state(release, SUBMITTABLE)
    release.state = ReleaseState.in_review
    release.review_round += 1
    release.review = plan.review_of(release.kind, command.urgent_reason)
    urgent = {"urgent": command.urgent_reason} if command.urgent_reason else {}
    return await save_change(
        store,
        session,
        release,
        EventKind.submitted,
        command.actor,
        expected_version=command.expected_version,
        details={"round": release.review_round, **urgent},
    )
