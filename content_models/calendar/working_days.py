"""Counting in working days (工作日). Natural days and hours are other units and are not counted here."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from content_models.calendar.documents import HolidayNotice, WorkingDayDeadline
from content_models.calendar.years import YearPlan, announced, plan_without_notice

MOST_COUNTED = 2000  # working days; no legal term comes near
_DAY = timedelta(days=1)


class WorkingDays:
    """The calendar as it stands: `notices` are the newest version of each year that was entered."""

    def __init__(self, notices: Iterable[HolidayNotice] = ()) -> None:
        entered = list(notices)
        self._plans = {one.year: announced(one.year, one.days_off, one.make_up_days, one.basis) for one in entered}
        self.version = sum(notice.version for notice in entered)  # rises with every notice that is entered

    def plan(self, year: int) -> YearPlan:
        return self._plans.get(year) or plan_without_notice(year)

    def is_working(self, day: date) -> bool:
        return self.plan(day.year).is_working(day)

    def add(self, start: date, working_days: int) -> WorkingDayDeadline:
        """The day on which so many working days have passed; the day of start does not count (民法典 art. 201).

        Raises ValueError outside 1 to MOST_COUNTED.
        """
        if not 1 <= working_days <= MOST_COUNTED:
            raise ValueError(f"{working_days} working days")
        left, due = working_days, start
        for due in _days_after(start):
            left -= self.is_working(due)
            if not left:
                break
        return WorkingDayDeadline(
            counted_from=start,
            working_days=working_days,
            due=due,
            provisional=not all(self.plan(year).official for year in range(start.year, due.year + 1)),
            calendar_version=self.version,
        )

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + _DAY * n) for n in range(1, (end - start).days + 1))

    def recomputed(self, deadline: WorkingDayDeadline) -> WorkingDayDeadline:
        """The same term under this calendar. A promise of an earlier day is not moved later by a new notice."""
        now = self.add(deadline.counted_from, deadline.working_days)
        return now.model_copy(update={"due": min(now.due, deadline.due)})


def _days_after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += _DAY
        yield day
