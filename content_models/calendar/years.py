"""One year's working days: as a notice announced them, as shipped, or reckoned while the notice is not out."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import holidays
from chinese_calendar import constants as shipped

SATURDAY = 5  # date.weekday()


@dataclass(frozen=True, slots=True)
class YearPlan:
    """`days_off` and `make_up_days` are the exceptions from Monday to Friday. `official`: announced, not reckoned."""

    year: int
    days_off: frozenset[date]
    make_up_days: frozenset[date]
    basis: str
    official: bool

    def is_working(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off


def announced(year: int, days_off: Iterable[date], make_up_days: Iterable[date], basis: str) -> YearPlan:
    return YearPlan(year, frozenset(days_off), frozenset(make_up_days), basis, official=True)


@functools.lru_cache(maxsize=256)
def plan_without_notice(year: int) -> YearPlan:
    """The shipped arrangement where there is one; else the statutory days off, weekdays worked, and provisional."""
    if shipped_years()[0] <= year <= shipped_years()[1]:
        off = {day for day in shipped.holidays if day.year == year}
        return announced(year, off, {day for day in shipped.workdays if day.year == year}, "随软件发布")
    return YearPlan(year, frozenset(statutory_days(year)), frozenset(), "尚未公布，按法定节日推算", official=False)


@functools.cache
def shipped_years() -> tuple[int, int]:
    """The first and the last year whose notice came with the software."""
    return min(shipped.holidays).year, max(shipped.holidays).year


@functools.lru_cache(maxsize=256)
def statutory_days(year: int) -> dict[date, str]:
    """The days that are off by law (全国年节及纪念日放假办法, 国务院令第795号), with their names, bridges left out."""
    known = holidays.country_holidays("CN", years=[year], language="zh_CN")
    return {day: name for day, name in known.items() if day.year == year and "（" not in name}
