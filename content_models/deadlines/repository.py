"""All queries for the rule table."""

from datetime import date

from content_models.deadlines.documents import DeadlineRule
from content_models.deadlines.shipped import SHIPPED
from content_models.kit.errors import NotFound
from content_models.kit.store import Session


async def rows_of(rule_id: str, session: Session | None = None) -> list[DeadlineRule]:
    """The shipped row and those entered, in the order in which they begin."""
    entered = await DeadlineRule.find(DeadlineRule.rule_id == rule_id, session=session).to_list()
    shipped = [row for row in SHIPPED if row.rule_id == rule_id]
    return sorted((*shipped, *entered), key=lambda row: row.valid_from)


async def rule_on(rule_id: str, day: date, session: Session | None = None) -> DeadlineRule:
    """The row that holds on that day. Raises NotFound."""
    held = [row for row in await rows_of(rule_id, session) if row.valid_from <= day]
    if not held:
        raise NotFound("没有这一天有效的期限规则，请联系管理员。", rule_id=rule_id, day=day.isoformat())
    return held[-1]


async def insert(row: DeadlineRule, session: Session) -> None:
    await row.insert(session=session)
