"""All queries for the rule table."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from content_models.deadlines.documents import DeadlineRule
from content_models.deadlines.rules import holding
from content_models.deadlines.shipped import SHIPPED
from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Session


async def rows_of(rule_id: str, session: Session | None = None) -> list[DeadlineRule]:
    """The shipped row and those entered, in the order in which they begin."""
    entered = await DeadlineRule.find(DeadlineRule.rule_id == rule_id, session=session).to_list()
    shipped = [row for row in SHIPPED if row.rule_id == rule_id]
    return sorted((*shipped, *entered), key=lambda row: row.valid_from)


async def rule_on(rule_id: str, day: date, session: Session | None = None) -> DeadlineRule:
    """The row that holds on that day. Raises NotFound."""
    row = holding(await rows_of(rule_id, session), day)
    if row is None:
        raise NotFound("没有这一天有效的期限规则，请联系管理员。", rule_id=rule_id, day=day.isoformat())
    return row


async def load(row_id: str, session: Session | None = None) -> DeadlineRule:
    """A row that was entered, or one as shipped. Raises NotFound."""
    shipped = next((row for row in SHIPPED if row.id == row_id), None)
    row = shipped or await DeadlineRule.get(row_id, session=session)
    if row is None:
        raise NotFound("没有找到这条期限规则。", row_id=row_id)
    return row


async def insert(row: DeadlineRule, session: Session) -> None:
    await row.insert(session=session)


async def change(row_id: str, changes: Mapping[str, Any], *, expected_version: int, session: Session) -> int:
    """The version after the change. Raises VersionConflict."""
    stored = {
        name: datetime.combine(value, time.min) if isinstance(value, date) else value for name, value in changes.items()
    }
    result = await DeadlineRule.get_pymongo_collection().update_one(
        {"_id": row_id, "version": {"$in": [expected_version, *([None] if expected_version == 1 else [])]}},
        {"$set": stored | {"version": expected_version + 1}},
        session=session,
    )
    if result.matched_count != 1:
        raise VersionConflict(expected=expected_version)
    return expected_version + 1
