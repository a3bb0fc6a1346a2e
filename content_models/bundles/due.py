"""解读期限: the last day for a policy's readings, by the working-day calendar and the rule table."""

from datetime import date, timedelta

from content_models.bundles.documents import ReadingPlan
from content_models.calendar import repository as calendar
from content_models.deadlines import repository as deadlines
from content_models.deadlines.documents import DeadlineRule, DurationUnit
from content_models.deadlines.shipped import INTERPRETATION_DUE
from content_models.kit.clock import in_shanghai
from content_models.kit.store import Session
from content_models.releases.documents import Release


async def set_due(plan: ReadingPlan, policy: Release, session: Session | None = None) -> None:
    """Count the plan's due day again from what is known now. A day once promised is not moved later by a new
    calendar; without a chosen day and a publication there is none yet."""
    if plan.due_by is not None:
        plan.due_on, plan.due_rule, plan.provisional = plan.due_by, "", False
        return
    if policy.published_at is None:
        plan.due_on, plan.due_rule, plan.provisional = None, "", False
        return
    promised = plan.due_on if plan.due_rule else None
    await _count(plan, in_shanghai(policy.published_at).date(), session)
    if promised and plan.due_on:
        plan.due_on = min(plan.due_on, promised)


async def _count(plan: ReadingPlan, published: date, session: Session | None) -> None:
    rule = await deadlines.rule_on(INTERPRETATION_DUE, published, session)
    plan.due_rule = rule.id
    if rule.unit is DurationUnit.working_days:
        counted = (await calendar.working_days(session)).add(published, rule.value)
        plan.due_on, plan.provisional = counted.due, counted.provisional
        plan.calendar_version = counted.calendar_version
    else:
        plan.due_on, plan.provisional = published + _natural(rule), False


def _natural(rule: DeadlineRule) -> timedelta:
    return timedelta(days=rule.value) if rule.unit is DurationUnit.days else timedelta(days=-(-rule.value // 24))
