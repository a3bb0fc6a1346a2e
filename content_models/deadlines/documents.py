"""DeadlineRule (期限规则): one row of the rule table."""

from datetime import date, datetime
from enum import StrEnum

from pymongo import ASCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class DurationUnit(StrEnum):
    """期限单位: three kinds that are never converted into one another (domain rules §3)."""

    working_days = "working_days"  # 工作日
    days = "days"  # 自然日
    hours = "hours"  # 小时


class DeadlineRule(Record):
    """期限规则, valid from `valid_from` until the row of a later day takes its place, or until its own last day: then
    the row before it holds again. `_id` = rule and day."""

    rule_id: str  # 「interpretation_due」
    value: int
    unit: DurationUnit
    basis: str  # 依据: who says so, in words
    valid_from: date
    valid_to: date | None = None
    entered_by: Actor
    at: datetime
    version: int = 1  # the optimistic lock; 0: shipped, and not to be changed

    class Settings:
        name = "deadline_rules"
        indexes = [IndexModel([("rule_id", ASCENDING), ("valid_from", ASCENDING)], name="rule", unique=True)]

    @property
    def edition(self) -> str:
        """This row as it stands: what was counted by another edition is counted anew."""
        return f"{self.id}@{self.version}" if self.version > 1 else self.id
