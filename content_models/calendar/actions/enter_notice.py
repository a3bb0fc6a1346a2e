"""`enter_notice` 录入放假通知: the State Council's arrangement of a year, checked against the law before it counts."""

from datetime import date

from pydantic import BaseModel, Field

from content_models.audit.actions.note_change import differences, note_change
from content_models.calendar import repository as calendar
from content_models.calendar.documents import HolidayNotice
from content_models.calendar.errors import NoticeRefused
from content_models.calendar.years import SATURDAY, statutory_days
from content_models.kit import outbox
from content_models.kit.commands import Command, clash_as, perform
from content_models.kit.errors import VersionConflict
from content_models.kit.store import Session, Store
from content_models.staff.rights import Right, require

_SAID = {"basis", "days_off", "make_up_days"}
TOPIC = "calendar.changed"  # of the outbox: whoever keeps deadlines counts the open ones anew


class EnterNotice(Command):
    """`expected_version`: of the year's notice that the caller looked at, 0 for none."""

    year: int = Field(ge=2000, le=2100)
    expected_version: int = Field(ge=0)
    basis: str = Field(min_length=4, max_length=80)
    days_off: list[date]
    make_up_days: list[date]


class NoticeEntered(BaseModel):
    year: int
    version: int


async def enter_notice(store: Store, command: EnterNotice) -> NoticeEntered:
    """Raises NotAllowed, NoticeRefused, VersionConflict."""
    with clash_as(VersionConflict(expected=command.expected_version)):
        return await perform(store, command, _enter, NoticeEntered)


async def _enter(store: Store, session: Session, command: EnterNotice) -> NoticeEntered:
    require(command.actor, Right.keep_reference, "只有管理员可以录入放假通知。")
    check(command)
    before = next((one for one in await calendar.newest_notices(session) if one.year == command.year), None)
    known = before.version if before else 0
    if known != command.expected_version:
        raise VersionConflict(expected=command.expected_version, actual=known)
    version = command.expected_version + 1
    notice = HolidayNotice(
        id=f"{command.year}.{version}",
        year=command.year,
        version=version,
        basis=command.basis,
        days_off=sorted(command.days_off),
        make_up_days=sorted(command.make_up_days),
        entered_by=command.actor,
        at=store.now(),
    )
    await calendar.insert(notice, session)
    said = differences(before.model_dump(include=_SAID) if before else {}, notice.model_dump(include=_SAID))
    await note_change(store, session, command.actor, "notice entered", f"holidays.{command.year}", said)
    await outbox.enqueue(store, session, topic=TOPIC, subject_id=str(command.year), subject_version=version)
    return NoticeEntered(year=command.year, version=version)


def check(command: EnterNotice) -> None:
    """A slip of the pen here moves every deadline of a year. Raises NoticeRefused."""
    off, worked = set(command.days_off), set(command.make_up_days)
    problems: dict[str, str] = {}
    if strangers := [day for day in off | worked if day.year != command.year]:
        problems["days_off"] = f"有不在 {command.year} 年的日子：{_listed(strangers)}。"
    elif missing := [day for day in statutory_days(command.year) if day not in off]:
        named = "、".join(f"{statutory_days(command.year)[day]}（{day.month}月{day.day}日）" for day in missing)
        problems["days_off"] = f"法定节日没有放假：{named}。"
    if both := off & worked:
        problems["make_up_days"] = f"这些日子既放假又上班：{_listed(both)}。"
    elif weekdays := [day for day in worked if day.weekday() < SATURDAY]:
        problems["make_up_days"] = f"调休上班的应是周六、周日：{_listed(weekdays)} 不是。"
    if problems:
        raise NoticeRefused(problems=problems)


def _listed(days: "set[date] | list[date]") -> str:
    return "、".join(f"{day.month}月{day.day}日" for day in sorted(days))
