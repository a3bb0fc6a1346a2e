"""Pure rules of the rule table: which row holds on a day, and what may not be entered."""

from collections.abc import Iterable
from datetime import date

from content_models.deadlines.documents import DeadlineRule


def holding(rows: Iterable[DeadlineRule], day: date) -> DeadlineRule | None:
    """Of one rule's rows, that which holds on that day: the last to have begun that has not ended."""
    held = [row for row in rows if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)]
    return max(held, key=lambda row: row.valid_from, default=None)


def with_row(rows: Iterable[DeadlineRule], row: DeadlineRule) -> list[DeadlineRule]:
    """The table as it would stand with this row in the place of the one with its id, or added."""
    return sorted([*(one for one in rows if one.id != row.id), row], key=lambda one: one.valid_from)


def fault_of_term(valid_from: date, valid_to: date | None) -> dict[str, str]:
    return {"valid_to": "截止日期早于生效日期，请核对。"} if valid_to and valid_to < valid_from else {}
