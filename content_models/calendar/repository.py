"""All queries for holiday notices."""

from datetime import date

from content_models.calendar.documents import HolidayNotice, WorkingDayDeadline
from content_models.calendar.working_days import WorkingDays
from content_models.kit.store import Session


async def newest_notices(session: Session | None = None) -> list[HolidayNotice]:
    """The newest version of each year that was entered, in order of years. A few rows: read whole."""
    rows = await HolidayNotice.find_all(session=session).to_list()
    newest = {row.year: row for row in sorted(rows, key=lambda row: row.version)}
    return [newest[year] for year in sorted(newest)]


async def working_days(session: Session | None = None) -> WorkingDays:
    """The calendar as it stands now."""
    return WorkingDays(await newest_notices(session))


async def add_working_days(start: date, count: int, session: Session | None = None) -> WorkingDayDeadline:
    """`count` working days after `start`, which itself does not count."""
    return (await working_days(session)).add(start, count)


async def insert(notice: HolidayNotice, session: Session) -> None:
    await notice.insert(session=session)
