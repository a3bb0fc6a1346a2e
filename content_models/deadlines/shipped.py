"""The rule table as shipped: what holds until an administrator enters a row of their own."""

from datetime import UTC, date, datetime

from content_models.deadlines.documents import DeadlineRule, DurationUnit
from content_models.kit.actors import SYSTEM

INTERPRETATION_DUE = "interpretation_due"  # 解读时限, counted from the policy's publication

RULE_NAMES = {  # what the rows count, and from when
    INTERPRETATION_DUE: "政策解读时限（自政策发布之日起）",
}


def row_id(rule_id: str, valid_from: date) -> str:
    return f"{rule_id}:{valid_from.isoformat()}"


def _row(rule_id: str, value: int, unit: DurationUnit, basis: str) -> DeadlineRule:
    begins = date(2016, 1, 1)
    row: DeadlineRule = DeadlineRule.model_construct(
        id=row_id(rule_id, begins),
        rule_id=rule_id,
        value=value,
        unit=unit,
        basis=basis,
        valid_from=begins,
        valid_to=None,
        version=0,
        entered_by=SYSTEM,
        at=datetime(2016, 1, 1, tzinfo=UTC),
    )
    return row


# Local rules say three working days (郑州 2016, 宣城); a city enters its own row where its rules differ.
SHIPPED: tuple[DeadlineRule, ...] = (
    _row(INTERPRETATION_DUE, 3, DurationUnit.working_days, "各地政策解读工作规范通行规定；以本地规定为准"),
)
