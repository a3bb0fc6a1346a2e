"""`plan_readings` 安排解读: in which forms a policy is to be interpreted, by whom, until when."""

from datetime import date

from pydantic import Field

from content_models.bundles import repository as bundles
from content_models.bundles.actions.change import PlanChange, PlanCommand, load_policy, plan_in, save_plan
from content_models.bundles.documents import ReadingForm
from content_models.bundles.due import set_due
from content_models.bundles.rules import missing
from content_models.kit.clock import in_shanghai
from content_models.kit.commands import perform
from content_models.kit.errors import InvalidInput, WrongState
from content_models.kit.store import Session, Store
from content_models.releases.documents import Release, ReleaseState
from content_models.staff import repository as people
from content_models.staff.rights import Right, require


class PlanReadings(PlanCommand):
    """No form at all: no interpretation is planned any more. `due_by` None: by the rule table."""

    forms: list[ReadingForm] = Field(max_length=len(ReadingForm))
    owner_id: str | None = None
    due_by: date | None = None


async def plan_readings(store: Store, command: PlanReadings) -> PlanChange:
    """Raises NotAllowed, NotFound, InvalidInput (no policy, an unknown owner, a day gone by), WrongState (withdrawn),
    VersionConflict, IdempotencyKeyReused."""
    return await perform(store, command, _plan_readings, PlanChange)


async def _plan_readings(store: Store, session: Session, command: PlanReadings) -> PlanChange:
    require(command.actor, Right.write)
    policy = await load_policy(command.actor, command.policy_id, session)
    if policy.state is ReleaseState.withdrawn:
        raise WrongState("政策已经撤回，不再安排解读。", state=policy.state, allowed=[])
    plan = await plan_in(store, session, command.policy_id, command.expected_version)
    if command.due_by and command.due_by != plan.due_by and command.due_by < in_shanghai(store.now()).date():
        raise InvalidInput("期限不能早于今天，请重新选择。", field="due_by")
    plan.owner_id, plan.owner_name = command.owner_id, await _owner_name(command.owner_id)
    plan.forms = [form for form in ReadingForm if form in command.forms]
    if command.due_by != plan.due_by:
        plan.due_on = None
    plan.due_by = command.due_by
    await set_due(plan, policy, session)
    plan.watched = await _is_watched(policy, plan.forms, session)
    details = {"forms": plan.forms, "owner": plan.owner_name, "due_by": plan.due_by and plan.due_by.isoformat()}
    return await save_plan(store, session, plan, type(command).__name__, command.actor, details)


async def _owner_name(owner_id: str | None) -> str:
    if owner_id is None:
        return ""
    owner = await people.find(owner_id)
    if owner is None or owner.disabled:
        raise InvalidInput("没有这位负责人，请重新选择。", field="owner_id")
    return owner.display_name


async def _is_watched(policy: Release, forms: list[ReadingForm], session: Session) -> bool:
    there = [one for one in await bundles.readings_of(policy.id, session) if one.live]
    return policy.is_live and bool(missing(forms, there))
