"""What every decision about a plan shares: its version, its event, one transaction."""

from typing import Any

from pydantic import BaseModel, Field

from content_models.bundles import repository as bundles
from content_models.bundles.documents import PlanEvent, ReadingPlan
from content_models.kit.actors import Actor
from content_models.kit.commands import Command
from content_models.kit.errors import InvalidInput, VersionConflict
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseKind
from content_models.staff.rights import require_sight


class PlanCommand(Command):
    """A command on one policy's plan. `expected_version` is that of the plan the caller saw; 0 before the first."""

    policy_id: str
    expected_version: int = Field(ge=0)


class PlanChange(BaseModel):
    """What to send as `expected_version` next time."""

    policy_id: str
    version: int


async def load_policy(actor: Actor, policy_id: str, session: Session) -> Release:
    """Raises NotFound (also for another organ's policy, for whoever is bound to their own), InvalidInput (another kind
    of release)."""
    policy = await releases.load(policy_id, session)
    require_sight(actor, policy.publisher_id)
    if policy.kind is not ReleaseKind.policy:
        raise InvalidInput("只有政策文件才安排解读。", release_id=policy_id)
    return policy


async def plan_in(store: Store, session: Session, policy_id: str, expected_version: int) -> ReadingPlan:
    """The plan as the caller saw it, or a new one where there is none. Raises VersionConflict."""
    now = store.now()
    plan = await bundles.plan_of(policy_id, session)
    if plan is None:
        plan = ReadingPlan(id=policy_id, version=0, created_at=now, updated_at=now)
    if plan.version != expected_version:
        raise VersionConflict("解读安排刚被他人改过，请刷新后再定。", expected=expected_version, actual=plan.version)
    return plan


async def save_plan(
    store: Store, session: Session, plan: ReadingPlan, verb: str, actor: Actor, details: dict[str, Any]
) -> PlanChange:
    """Write the plan and what was decided. Raises VersionConflict."""
    plan.updated_at = store.now()
    event = PlanEvent(
        policy_id=plan.id,
        version=plan.version + 1,
        verb=verb,
        actor=actor,
        at=plan.updated_at,
        details=details,
    )
    await bundles.save(plan, event, session)
    return PlanChange(policy_id=plan.id, version=plan.version)
