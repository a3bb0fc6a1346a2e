"""如果这样改: which open deadlines a row of the rule table would move, before anybody decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from content_models.bundles import repository as bundles
from content_models.bundles.due import count_due, term_of
from content_models.calendar import repository as calendar
from content_models.deadlines import repository as deadlines
from content_models.deadlines.documents import DeadlineRule
from content_models.deadlines.rules import holding, with_row
from content_models.kit.clock import in_shanghai
from content_models.releases import repository as releases


@dataclass(frozen=True, slots=True)
class Moved:
    policy_id: str
    title: str
    published: date
    due_now: date | None
    due_then: date | None


@dataclass(frozen=True, slots=True)
class Example:
    """What a policy published on `day` gets now and would get."""

    day: date
    due_now: date | None
    due_then: date | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    examples: list[Example]
    moved: list[Moved]
    looked_at: int  # open plans


async def what_if(row: DeadlineRule, today: date) -> WhatIf:
    """Writes nothing. Open plans are those of public policies whose planned readings are not all there."""
    rows = await deadlines.rows_of(row.rule_id)
    changed, days = with_row(rows, row), await calendar.working_days()
    plans = [plan for plan in await bundles.watched() if plan.due_by is None]
    known = await releases.live(plan.id for plan in plans)
    moved = []
    for plan in plans:
        seen = known.get(plan.id)
        if seen is None or seen.release.published_at is None:
            continue
        published, then = in_shanghai(seen.release.published_at).date(), plan.model_copy()
        count_due(then, published, changed, days)
        if then.due_on != plan.due_on:
            moved.append(Moved(plan.id, seen.revision.content.title, published, plan.due_on, then.due_on))

    def due(table: Sequence[DeadlineRule], day: date) -> date | None:
        held = holding(table, day)
        return term_of(held, day, days).due if held else None

    shown = list(dict.fromkeys((today, max(today, row.valid_from))))
    return WhatIf([Example(day, due(rows, day), due(changed, day)) for day in shown], moved, len(plans))
