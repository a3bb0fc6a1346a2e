"""Counting in working days: make-up days worked, bridges off, and honest about years nobody has announced."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.calendar import repository as calendar
from content_models.calendar.documents import HolidayNotice
from content_models.calendar.working_days import WorkingDays
from content_models.calendar.years import shipped_years, statutory_days
from content_models.kit.actors import SYSTEM
from content_models.kit.store import Session, Store

SHIPPED = WorkingDays()
DAYS = st.dates(date(2004, 1, 1), date(2026, 11, 1))
DISPUTED = {date(2005, 12, 31)}  # the one day on which the two libraries differ


def notice_2027(version: int = 1) -> HolidayNotice:
    return HolidayNotice(
        id=f"2027.{version}",
        year=2027,
        version=version,
        basis="示例办发明电〔2026〕1号",
        days_off=[date(2027, 1, 1), date(2027, 1, 4)],
        make_up_days=[date(2027, 1, 9)],
        entered_by=SYSTEM,
        at=datetime(2026, 11, 20, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-01-30", 7, "2026-02-10"),
        ("2026-01-30", 20, "2026-03-05"),
        ("2026-02-11", 7, "2026-02-27"),
        ("2026-02-11", 15, "2026-03-10"),
        ("2026-04-28", 7, "2026-05-11"),
        ("2026-04-28", 20, "2026-05-28"),
        ("2026-09-18", 7, "2026-09-29"),
        ("2026-09-18", 20, "2026-10-22"),
        ("2026-09-25", 15, "2026-10-22"),
        ("2026-12-01", 20, "2026-12-29"),
        ("2026-12-04", 15, "2026-12-25"),
    ],
)
def test_days_are_counted_under_the_notice_of_2026(start: str, count: int, due: str) -> None:
    deadline = SHIPPED.add(date.fromisoformat(start), count)
    assert (deadline.due, deadline.provisional) == (date.fromisoformat(due), False)


def test_a_year_without_a_notice_is_reckoned_and_says_so() -> None:
    deadline = SHIPPED.add(date(2026, 12, 25), 5)
    assert deadline.provisional is True
    assert deadline.due == date(2027, 1, 4)  # 1 January is off by law, the rest is not known yet


def test_a_notice_replaces_the_reckoning_and_raises_the_version(store: Store) -> None:
    told = WorkingDays([notice_2027()])
    deadline = told.add(date(2026, 12, 25), 5)
    assert (deadline.due, deadline.provisional) == (date(2027, 1, 5), False)
    assert told.is_working(date(2027, 1, 9))
    assert told.version > SHIPPED.version


def test_an_earlier_promise_is_kept_when_the_notice_comes(store: Store) -> None:
    promised = SHIPPED.add(date(2026, 12, 25), 5)
    kept = WorkingDays([notice_2027()]).recomputed(promised)
    assert (kept.due, kept.provisional) == (promised.due, False)


@given(DAYS, st.integers(1, 25))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    deadline = SHIPPED.add(start, count)
    assert SHIPPED.between(start, deadline.due) == count
    assert SHIPPED.between(deadline.due, start) == -count
    assert SHIPPED.is_working(deadline.due)


@pytest.mark.parametrize("count", [0, -1, 10_000])
def test_no_term_of_nothing_and_none_without_end(count: int) -> None:
    with pytest.raises(ValueError):
        SHIPPED.add(date(2026, 1, 1), count)


def test_two_libraries_agree_on_every_shipped_day() -> None:
    first, last = shipped_years()
    other = holidays.country_holidays("CN", years=range(first, last + 1))
    day, differing = date(first, 1, 1), set()
    while day <= date(last, 12, 31):
        if other.is_working_day(day) != SHIPPED.is_working(day):
            differing.add(day)
        assert SHIPPED.is_working(day) == chinese_calendar.is_workday(day)
        day += timedelta(days=1)
    assert differing == DISPUTED


def test_law_gives_thirteen_days_since_2025() -> None:
    assert len(statutory_days(2027)) == 13


async def test_newest_version_of_a_year_counts(store: Store) -> None:
    second = notice_2027(2).model_copy(update={"days_off": [date(2027, 1, 1)]})

    async def enter(session: Session) -> None:
        for notice in (second, notice_2027()):
            await calendar.insert(notice, session)

    await store.transaction(enter)
    assert (await calendar.add_working_days(date(2026, 12, 31), 1)).due == date(2027, 1, 4)
