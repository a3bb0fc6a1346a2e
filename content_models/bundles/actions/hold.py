"""`hold` 等待解读: a reviewed policy waits for its readings and goes public with them, or alone when the limit comes.
`let_go` 不再等待."""

from datetime import timedelta

from pydantic import AwareDatetime, Field

from content_models.bundles import repository as bundles
from content_models.bundles.actions.change import PlanChange, PlanCommand, load_policy, plan_in, save_plan
from content_models.bundles.documents import ReadingAlarmKind, ReadingPlan
from content_models.bundles.errors import NothingHeld, ReadingsComplete
from content_models.bundles.rules import is_complete
from content_models.editorial.actions.publish import owes_after_review
from content_models.kit.commands import perform
from content_models.kit.errors import InvalidInput
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import Release
from content_models.releases.rules import PUBLISHABLE, require_state, require_version
from content_models.staff.rights import Right, require

LONGEST = timedelta(days=30)


class HoldForReadings(PlanCommand):
    """`release_version` is the policy's that was looked at; `until` the moment after which it goes alone."""

    release_version: int = Field(ge=1)
    until: AwareDatetime


class LetGo(PlanCommand):
    pass


async def hold(store: Store, command: HoldForReadings) -> PlanChange:
    """The one who holds decides the publication: it happens in their name, without another click.

    Raises NotAllowed, NotFound, WrongState and SignOffsMissing (not reviewed), VersionConflict, InvalidInput (a limit
    that is past or more than LONGEST ahead), ReadingsComplete, IdempotencyKeyReused.
    """
    return await perform(store, command, _hold, PlanChange)


async def let_go(store: Store, command: LetGo) -> PlanChange:
    """The policy stays reviewed and unpublished. Raises NotAllowed, NotFound, VersionConflict, NothingHeld,
    IdempotencyKeyReused."""
    return await perform(store, command, _let_go, PlanChange)


async def _hold(store: Store, session: Session, command: HoldForReadings) -> PlanChange:
    require(command.actor, Right.publish)
    policy = await load_policy(command.actor, command.policy_id, session)
    require_version(policy, command.release_version)
    await _require_ready(session, policy)
    plan = await plan_in(store, session, command.policy_id, command.expected_version)
    if not timedelta() < command.until - store.now() <= LONGEST:
        raise InvalidInput(f"最迟时间须晚于现在，且在 {LONGEST.days} 天之内，请重新选择。", field="until")
    there = [one for one in await bundles.readings_of(policy.id, session) if one.ready or one.live]
    if is_complete(plan.forms, there):
        raise ReadingsComplete(policy_id=policy.id)
    plan.held_until, plan.held_version, plan.held_by = command.until, policy.version, command.actor
    plan.refusal, plan.alone_at = "", None
    await bundles.close_alarm(plan.id, ReadingAlarmKind.refused, store.now(), session)
    details = {"until": command.until.isoformat(), "release_version": policy.version}
    return await save_plan(store, session, plan, type(command).__name__, command.actor, details)


async def _require_ready(session: Session, policy: Release) -> None:
    require_state(policy, PUBLISHABLE)
    await owes_after_review(session, policy, await releases.load_revision(policy.current_revision_id, session))


async def _let_go(store: Store, session: Session, command: LetGo) -> PlanChange:
    require(command.actor, Right.publish)
    await load_policy(command.actor, command.policy_id, session)
    plan = await plan_in(store, session, command.policy_id, command.expected_version)
    if plan.held_until is None:
        raise NothingHeld(policy_id=plan.id)
    end_hold(plan)
    return await save_plan(store, session, plan, type(command).__name__, command.actor, {})


def end_hold(plan: ReadingPlan) -> None:
    plan.held_until, plan.held_version, plan.held_by = None, 0, None
