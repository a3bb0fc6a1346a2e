"""解读安排 of all policies, as the desk lists them: what is overdue, what waits, what is under way, what is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from content_models.bundles import repository as bundles
from content_models.bundles.documents import ReadingAlarm, ReadingPlan
from content_models.kit.clock import in_shanghai
from content_models.releases import repository as releases
from content_models.staff.rights import sees
from server.console.bundle_view import FormLine, form_lines
from server.console.counters import seen_among
from server.console.visit import Visit
from server.pages.moments import day, minute

LISTS = {"needed": "待解读", "held": "等待解读", "all": "全部安排", "closed": "已解除的预警"}
MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class PlanLine:
    """`tone` and `state` for the mark; `alarms` in words."""

    id: str
    title: str
    tone: str
    state: str
    forms: list[FormLine]
    due: str
    left: str
    over: bool
    owner: str
    alarms: list[str]


async def counts_of_lists(visit: Visit) -> dict[str, int]:
    lists = {"needed": await bundles.watched(), "held": await bundles.held()}
    return {name: len(await seen_among(visit.actor, (plan.id for plan in plans))) for name, plans in lists.items()}


async def lines_of(visit: Visit, shown: str) -> list[PlanLine]:
    """Those that are due first in front."""
    if shown == "closed":
        return await _closed(visit)
    plans = {"needed": bundles.watched, "held": bundles.held}.get(shown, bundles.newest)
    found = (await plans())[:MOST_LINES]
    titles = await _titles(visit, (plan.id for plan in found))
    standing: dict[str, list[str]] = {}
    for alarm in await bundles.open_alarms():
        standing.setdefault(alarm.policy_id, []).append(alarm.evidence)
    return [await _line(visit, plan, titles[plan.id], standing.get(plan.id, [])) for plan in found if plan.id in titles]


async def _line(visit: Visit, plan: ReadingPlan, title: str, alarms: list[str]) -> PlanLine:
    today = in_shanghai(visit.store.now()).date()
    left = (plan.due_on - today).days if plan.due_on and plan.watched else None
    over = left is not None and left < 0
    tone, state = _standing(plan, over=over)
    readings = await bundles.readings_of(plan.id)
    return PlanLine(
        id=plan.id,
        title=title,
        tone=tone,
        state=state,
        forms=[line for line in form_lines(plan.forms, readings) if line.planned or line.readings],
        due=_due(plan),
        left=_left(left),
        over=over,
        owner=plan.owner_name or "未定",
        alarms=alarms,
    )


def _standing(plan: ReadingPlan, *, over: bool) -> tuple[str, str]:
    if plan.held_until:
        return "warn", "等待解读"
    if over:
        return "bad", "超期"
    if plan.watched:
        return "warn", "待解读"
    return ("idle", "政策未发布") if plan.due_on is None else ("good", "已齐")


def _due(plan: ReadingPlan) -> str:
    if plan.held_until:
        return f"最迟 {minute(plan.held_until)}"
    return f"{day(plan.due_on)}{'（暂定）' if plan.provisional else ''}" if plan.due_on else "政策发布后起算"


def _left(days: int | None) -> str:
    if days is None:
        return ""
    if days < 0:
        return f"已超期 {-days} 天"
    return "今天到期" if days == 0 else f"还有 {days} 天"


async def _closed(visit: Visit) -> list[PlanLine]:
    alarms = (await bundles.closed_alarms())[:MOST_LINES]
    titles = await _titles(visit, (alarm.policy_id for alarm in alarms))
    return [_closed_line(alarm, titles[alarm.policy_id]) for alarm in alarms if alarm.policy_id in titles]


def _closed_line(alarm: ReadingAlarm, title: str) -> PlanLine:
    span = f"{minute(alarm.opened_at)} 至 {minute(alarm.closed_at)}" if alarm.closed_at else minute(alarm.opened_at)
    return PlanLine(alarm.policy_id, title, "idle", "已解除", [], span, "", False, "", [alarm.evidence])


async def _titles(visit: Visit, policy_ids: Iterable[str]) -> dict[str, str]:
    """Of the policies this person may see."""
    known = (await releases.load_many(policy_ids)).values()
    found = [one for one in known if sees(visit.actor, one.publisher_id)]
    revisions = await releases.load_revisions(one.current_revision_id for one in found)
    return {one.id: revisions[one.current_revision_id].content.title for one in found}
