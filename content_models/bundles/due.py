"""解读期限: the last day for a policy's readings, by the working-day calendar and the rule table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from content_models.bundles.documents import ReadingPlan
from content_models.calendar import repository as calendar
from content_models.calendar.working_days import WorkingDays
from content_models.deadlines import repository as deadlines
from content_models.deadlines.documents import DeadlineRule, DurationUnit
from content_models.deadlines.rules import holding
from content_models.deadlines.shipped import INTERPRETATION_DUE
from content_models.kit.clock import in_shanghai
from content_models.kit.store import Session
from content_models.releases.documents import Release


@dataclass(frozen=True, slots=True)
class Term:
    """A rule counted from one day."""

    due: date
    provisional: bool = False


async def set_due(plan: ReadingPlan, policy: Release, session: Session | None = None) -> None:
    """Count the plan's due day again from what is known now. A day once promised is not moved later by a new
    calendar, only by another rule; without a chosen day and a publication there is none yet."""
    if plan.due_by is not None or policy.published_at is None:
        plan.due_on, plan.due_rule, plan.provisional = plan.due_by, "", False
        return
    days = await calendar.working_days(session)
    count_due(plan, in_shanghai(policy.published_at).date(), await deadlines.rows_of(INTERPRETATION_DUE, session), days)


def count_due(plan: ReadingPlan, published: date, rows: Sequence[DeadlineRule], days: WorkingDays) -> None:
    """By these rows of the rule table and this calendar, whether they hold already or are only being looked at."""
    rule = holding(rows, published)
    if rule is None:
        plan.due_on, plan.due_rule, plan.provisional = None, "", False
        return
    promised = plan.due_on if plan.due_rule == rule.edition else None
    term = term_of(rule, published, days)
    plan.due_on = min(promised, term.due) if promised else term.due
    plan.due_rule, plan.provisional = rule.edition, term.provisional
    if rule.unit is DurationUnit.working_days:
        plan.calendar_version = days.version


def term_of(rule: DeadlineRule, published: date, days: WorkingDays) -> Term:
    """The last day that the rule gives to what was published on that day."""
    if rule.unit is DurationUnit.working_days:
        counted = days.add(published, rule.value)
        return Term(counted.due, counted.provisional)
    natural = rule.value if rule.unit is DurationUnit.days else -(-rule.value // 24)
    return Term(published + timedelta(days=natural))
