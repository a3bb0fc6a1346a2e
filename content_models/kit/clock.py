"""Time. Stored in UTC, shown in Asia/Shanghai; legal dates are plain `date`."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Now, in UTC, cut to milliseconds: what BSON keeps, so a value read back equals the value written."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def in_shanghai(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)
