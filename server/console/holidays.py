"""节假日: each year's working days as announced or reckoned, and the form for the next notice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.calendar import repository as calendar
from content_models.calendar.actions.enter_notice import EnterNotice, enter_notice
from content_models.calendar.errors import NoticeRefused
from content_models.calendar.working_days import WorkingDays
from content_models.calendar.years import YearPlan, shipped_years
from content_models.kit.clock import in_shanghai
from content_models.kit.errors import ZhengwuError
from content_models.staff.rights import Right, holds
from server.console.chrome import chrome_for
from server.console.forms import expected_version, field, idempotency_key, new_key, whole_number
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

_SPAN = re.compile(
    r"(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日?"
    r"(?:\s*[-—–~～至]\s*(?:(?P<m2>\d{1,2})\s*月)?\s*(?P<d2>\d{1,2})\s*日?)?"
)
_SEPARATOR = re.compile(r"[、，,；;\s]+(?=\d)|\n")
LONGEST_LIST = 2000  # characters


@dataclass(frozen=True, slots=True)
class YearLine:
    year: int
    basis: str
    official: bool
    working_days: int
    off: str
    worked: str


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """What stands in the fields, exactly as typed: days as the notice writes them, 「2月5日至13日」."""

    year: str
    basis: str
    days_off: str
    make_up_days: str

    @classmethod
    def sent(cls, form: FormData) -> "NoticeForm":
        return cls(*(field(form, name).strip()[:LONGEST_LIST] for name in cls.__slots__))


@staff_only
async def show_holidays(visit: Visit) -> Response:
    year = shipped_years()[1] + 1
    known = [notice.year for notice in await calendar.newest_notices()]
    return await _show(visit, NoticeForm(str(max([year, *(one + 1 for one in known)])), "", "", ""))


@staff_only
async def take_notice(visit: Visit) -> Response:
    form = await visit.request.form()
    typed = NoticeForm.sent(form)
    try:
        year = whole_number(typed.year)
        command = EnterNotice(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            year=year,
            expected_version=expected_version(form),
            basis=typed.basis,
            days_off=read_days(typed.days_off, year, "days_off"),
            make_up_days=read_days(typed.make_up_days, year, "make_up_days"),
        )
        await enter_notice(visit.store, command)
    except ZhengwuError as refusal:
        return await _show(visit, typed, refusal)
    except ValidationError:
        problems = {"basis": "请填写年份（2000 到 2100）和通知的发文字号或标题（4 到 80 个字）。"}
        return await _show(visit, typed, NoticeRefused(problems=problems))
    return RedirectResponse("/console/holidays?entered", 303)


def read_days(text: str, year: int, name: str) -> list[date]:
    """The days in 「1月1日至3日、2月5日至13日」. Raises NoticeRefused naming what cannot be read."""
    days: list[date] = []
    for part in filter(None, map(str.strip, _SEPARATOR.split(text))):
        found = _SPAN.fullmatch(part)
        try:
            days += _span(found, year) if found else [date.fromisoformat(part)]
        except ValueError as error:
            raise NoticeRefused(problems={name: f"「{part[:20]}」读不懂，请按「2月5日至13日」的样子写。"}) from error
    return days


def _span(found: re.Match[str], year: int) -> Iterator[date]:
    first = date(year, int(found["m1"]), int(found["d1"]))
    last = date(year, int(found["m2"] or found["m1"]), int(found["d2"])) if found["d2"] else first
    if last < first:
        raise ValueError(found[0])
    return iter([first + timedelta(days=n) for n in range((last - first).days + 1)])


async def _show(visit: Visit, typed: NoticeForm, refusal: ZhengwuError | None = None) -> Response:
    notices = await calendar.newest_notices()
    days, this_year = WorkingDays(notices), in_shanghai(visit.store.now()).year
    versions = {notice.year: notice.version for notice in notices}
    asked = int(typed.year) if typed.year.isascii() and typed.year.isdigit() else 0
    years = sorted({this_year - 1, this_year, this_year + 1, *versions}, reverse=True)
    return page(
        visit.request,
        "console/holidays.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        years=[_line(days.plan(year)) for year in years],
        entered="entered" in visit.request.query_params and not refusal,
        typed=typed,
        version=versions.get(asked, 0),
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        may_keep=holds(visit.actor, Right.keep_reference),
        key=new_key(),
    )


def _line(plan: YearPlan) -> YearLine:
    every = (date(plan.year, 1, 1) + timedelta(days=n) for n in range(366))
    return YearLine(
        year=plan.year,
        basis=plan.basis,
        official=plan.official,
        working_days=sum(plan.is_working(day) for day in every if day.year == plan.year),
        off=spans_of(sorted(plan.days_off)),
        worked=spans_of(sorted(plan.make_up_days)),
    )


def spans_of(days: list[date]) -> str:
    """「1月1日至3日、2月5日至13日」."""
    spans: list[list[date]] = []
    for day in days:
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    return "、".join(_words(span[0], span[-1]) for span in spans)


def _words(first: date, last: date) -> str:
    begin = f"{first.month}月{first.day}日"
    if first == last:
        return begin
    return f"{begin}至{last.day}日" if first.month == last.month else f"{begin}至{last.month}月{last.day}日"
