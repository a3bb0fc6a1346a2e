"""暂缓到几时: the times an editor can choose with one key, and one of their own."""

from datetime import date, datetime, time, timedelta

from content_models.kit.clock import SHANGHAI, in_shanghai
from content_models.kit.errors import InvalidInput

MORNING = time(9)
SNOOZE_CHOICES = (
    ("tomorrow", "明天 9:00"),
    ("hours", "2 小时后"),
    ("days", "3 天后 9:00"),
    ("monday", "下周一 9:00"),
    ("month", "30 天后 9:00"),
    ("other", "指定时间…"),
)


def snooze_until(choice: str, given: str, now: datetime) -> datetime:
    """`given` is the value of `<input type=datetime-local>`, in Shanghai's time. Raises InvalidInput."""
    today = in_shanghai(now).date()
    match choice:
        case "hours":
            return now + timedelta(hours=2)
        case "days":
            return _morning(today + timedelta(days=3))
        case "monday":
            return _morning(today + timedelta(days=7 - today.weekday()))
        case "month":
            return _morning(today + timedelta(days=30))
        case "other":
            return _given(given)
    return _morning(today + timedelta(days=1))


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, SHANGHAI)


def _given(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("请填写暂缓到的日期和时间。") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
