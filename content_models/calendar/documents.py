"""HolidayNotice (放假通知) and the deadline counted in working days (工作日期限)."""

from datetime import date, datetime

from pydantic import BaseModel
from pymongo import ASCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class HolidayNotice(Record):
    """放假通知: one year's arrangement as announced. `_id` = year and version; a later version replaces it.

    `days_off` are all days off that are named (weekends among them are allowed), `make_up_days` the weekend days that
    are worked.
    """

    year: int
    version: int
    basis: str  # 文号 of the notice
    days_off: list[date]
    make_up_days: list[date]
    entered_by: Actor
    at: datetime

    class Settings:
        name = "holiday_notices"
        indexes = [IndexModel([("year", ASCENDING), ("version", ASCENDING)], name="version", unique=True)]


class WorkingDayDeadline(BaseModel):
    """工作日期限: `working_days` after `counted_from`, which itself does not count.

    `provisional`: a counted day lies in a year whose notice is not out yet; to be recomputed under a later
    `calendar_version`.
    """

    counted_from: date
    working_days: int
    due: date
    provisional: bool
    calendar_version: int
