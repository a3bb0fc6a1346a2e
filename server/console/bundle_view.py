"""政策与解读 as shown: what is planned, what is there, what is waited for, and what this person may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from content_models.bundles import repository as bundles
from content_models.bundles.documents import ReadingAlarmKind, ReadingForm, ReadingPlan
from content_models.bundles.rules import FORM_NAMES, Reading, is_complete
from content_models.deadlines import repository as deadlines
from content_models.deadlines.shipped import INTERPRETATION_DUE
from content_models.kit.clock import SHANGHAI, in_shanghai
from content_models.releases.documents import Release, ReleaseState
from content_models.staff import repository as people
from content_models.staff.rights import Right, holds
from server.console.forms import new_key
from server.console.visit import Visit
from server.pages.labels import STATE_NAMES
from server.pages.moments import day, minute

UNIT_NAMES = {"working_days": "个工作日", "days": "天", "hours": "小时"}
_CLOSING = time(18, 0)  # the proposed end of a wait: when the office closes


@dataclass(frozen=True, slots=True)
class ReadingLine:
    id: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form of the plan. `tone`: done (public), ready, working, missing; `words` says it."""

    id: str
    name: str
    planned: bool
    tone: str
    words: str
    readings: list[ReadingLine]


@dataclass(frozen=True, slots=True)
class DueView:
    """`day` is "" while it is not known; `words` say how it is counted."""

    day: str
    words: str
    over: bool
    chosen: str  # the value of the date field
    earliest: str


@dataclass(frozen=True, slots=True)
class HoldView:
    """`until` is "" when nothing waits; `proposed`, `earliest` and `latest` are values of the date-time field."""

    until: str
    by: str
    proposed: str
    earliest: str
    may_hold: bool
    may_let_go: bool


@dataclass(frozen=True, slots=True)
class BundleView:
    policy_id: str
    policy_version: int
    plan_version: int
    key: str
    forms: list[FormLine]
    has_plan: bool
    fulfilled: bool
    owner: str
    owner_id: str
    people: list[tuple[str, str]]
    due: DueView
    hold: HoldView
    alarms: list[str]
    may_plan: bool


async def bundle_of(visit: Visit, policy: Release) -> BundleView:
    """For a policy in any state; without a plan the forms are those of the readings that are there."""
    plan = await bundles.plan_of(policy.id)
    readings = await bundles.readings_of(policy.id)
    live = [one for one in readings if one.live]
    may_plan = holds(visit.actor, Right.write) and policy.state is not ReleaseState.withdrawn
    return BundleView(
        policy_id=policy.id,
        policy_version=policy.version,
        plan_version=plan.version if plan else 0,
        key=new_key(),
        forms=form_lines(plan.forms if plan else (), readings),
        has_plan=bool(plan and plan.forms),
        fulfilled=is_complete(plan.forms if plan else (), live),
        owner=plan.owner_name if plan else "",
        owner_id=(plan.owner_id or "") if plan else "",
        people=[(one.id, one.display_name) for one in await people.everybody() if not one.disabled] if may_plan else [],
        due=await _due(visit, plan),
        hold=_hold(visit, policy, plan, readings),
        alarms=await _alarms(plan),
        may_plan=may_plan,
    )


def form_lines(planned: Sequence[ReadingForm], readings: Sequence[Reading]) -> list[FormLine]:
    """Every form, in the order of the vocabulary."""
    return [_form_line(form, form in planned, [one for one in readings if one.form is form]) for form in ReadingForm]


def _form_line(form: ReadingForm, planned: bool, readings: Sequence[Reading]) -> FormLine:
    lines = [ReadingLine(one.release.id, one.title, STATE_NAMES[one.release.state]) for one in readings]
    if any(one.live for one in readings):
        tone, words = "done", "已发布"
    elif any(one.ready for one in readings):
        tone, words = "ready", "三审通过，待发布"
    elif readings:
        tone, words = "working", STATE_NAMES[readings[0].release.state]
    else:
        tone, words = "missing", "还没有稿件"
    return FormLine(form, FORM_NAMES[form], planned, tone, words, lines)


async def _due(visit: Visit, plan: ReadingPlan | None) -> DueView:
    today = in_shanghai(visit.store.now()).date()
    chosen = plan.due_by.isoformat() if plan and plan.due_by else ""
    due_on = plan.due_on if plan else None
    over = bool(plan and plan.watched and due_on and today > due_on)
    return DueView(day(due_on) if due_on else "", await _counted(plan, visit), over, chosen, today.isoformat())


async def _counted(plan: ReadingPlan | None, visit: Visit) -> str:
    """「政策发布后 3 个工作日内」, and what is not certain about it."""
    if plan and plan.due_by:
        return "由编辑指定"
    rule = await deadlines.rule_on(INTERPRETATION_DUE, in_shanghai(visit.store.now()).date())
    words = f"政策发布后 {rule.value} {UNIT_NAMES[rule.unit]}内"
    return f"{words}；次年放假安排尚未公布，日期暂定" if plan and plan.provisional else words


def _hold(visit: Visit, policy: Release, plan: ReadingPlan | None, readings: Sequence[Reading]) -> HoldView:
    now = in_shanghai(visit.store.now())
    held = plan.held_until if plan else None
    ready = [one for one in readings if one.ready or one.live]
    publishes = holds(visit.actor, Right.publish)
    waits = policy.state is ReleaseState.approved and not is_complete(plan.forms if plan else (), ready)
    return HoldView(
        until=minute(held) if held else "",
        by=plan.held_by.name if plan and plan.held_by else "",
        proposed=_field(datetime.combine(now.date() + timedelta(days=1), _CLOSING, SHANGHAI)),
        earliest=_field(now),
        may_hold=publishes and waits and held is None,
        may_let_go=publishes and held is not None,
    )


def _field(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


async def _alarms(plan: ReadingPlan | None) -> list[str]:
    if plan is None:
        return []
    found = await bundles.alarms_of(plan.id)
    return [found[kind] for kind in ReadingAlarmKind if kind in found]
