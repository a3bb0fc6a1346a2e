"""The settings form of a source as text, and the way from it to settings. Pauses are written as people say them."""

import re
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from starlette.datastructures import FormData

from aggregators.fetch.lookup import leads_inside
from content_models.sources.documents import Duties, Schedule, SourceAuthority, SourceState
from content_models.sources.settings import SettingsRefused, SourceSettings, check, host_of
from server.console.forms import VERSION_FIELD, field

AUTOMATIC, FIXED = "automatic", "fixed"
PAUSES = ("interval", "shortest", "longest", "retry_after_cap")
_UNITS = {
    "天": timedelta(days=1),
    "小时": timedelta(hours=1),
    "分钟": timedelta(minutes=1),
    "秒": timedelta(seconds=1),
}
_PAUSE = re.compile(r"\s*(\d{1,6})\s*(天|日|小时|时|分钟|分|秒|)\s*")
_SAME_UNIT = {"日": "天", "时": "小时", "分": "分钟", "": "分钟"}
_BAD_PAUSE = "请填数字和单位，例如「30 分钟」「2 小时」「1 天」。"
_INSIDE = (
    "「{host}」在内网或指向本机，系统不会访问。请核对网址；确实在政务外网的，"
    "请由分管领导或管理员勾选「这个来源在政务外网上」，并把主机写进允许名单。"
)
_FORBIDDEN = "「{host}」指向云主机的管理地址或保留地址，任何来源都不能访问，请改正。"


@dataclass(frozen=True, slots=True)
class SourceForm:
    """What stands in the form's fields, exactly as typed."""

    name: str
    url: str
    column_name: str
    authority: str
    state: str
    pace: str  # AUTOMATIC or FIXED
    interval: str
    shortest: str
    longest: str
    retry_after_cap: str
    days: str
    timezone: str
    charset: str
    allow_private_network: str  # "on" or ""
    private_hosts: str  # one a line
    note: str = ""
    version: str = ""  # of the source, as the page showed it

    @classmethod
    def sent(cls, form: FormData) -> "SourceForm":
        typed = {each.name: field(form, each.name) for each in fields(cls)}
        return cls(**(typed | {"version": field(form, VERSION_FIELD)}))

    @classmethod
    def showing(cls, settings: SourceSettings) -> "SourceForm":
        schedule = settings.schedule
        return cls(
            name=settings.name,
            url=settings.url,
            column_name=settings.column_name or "",
            authority=settings.authority,
            state=settings.state,
            pace=AUTOMATIC if schedule.adaptive else FIXED,
            days="" if settings.duties.days is None else str(settings.duties.days),
            timezone=settings.timezone,
            charset=settings.charset or "",
            allow_private_network="on" if settings.allow_private_network else "",
            private_hosts="\n".join(settings.private_hosts),
            **{name: pause_words(getattr(schedule, name)) for name in PAUSES},
        )

    async def settings(self, before: SourceSettings) -> SourceSettings:
        """The settings this form says. Raises SettingsRefused, with every problem at once."""
        after, problems = self.read(before)
        try:
            check(after, before)
        except SettingsRefused as refusal:
            problems = refusal.details["problems"] | problems
        if "url" not in problems and (words := await _refused_address(after, before)):
            problems["url"] = words
        if problems:
            raise SettingsRefused(problems=problems)
        return after

    def read(self, before: SourceSettings) -> tuple[SourceSettings, dict[str, str]]:
        """What can be read of the form, and what cannot, by field; an unreadable field stays as it was."""
        problems: dict[str, str] = {}
        read = SourceSettings(
            name=self.name.strip(),
            url=self.url.strip(),
            column_name=self.column_name.strip() or None,
            authority=SourceAuthority(self.authority) if self.authority in set(SourceAuthority) else before.authority,
            state=SourceState(self.state) if self.state in _CHOOSABLE else before.state,
            schedule=self._schedule(before.schedule, problems),
            duties=self._duties(before.duties, problems),
            timezone=self.timezone.strip(),
            charset=self.charset.strip().lower() or None,
            allow_private_network=bool(self.allow_private_network),
            private_hosts=[line.strip().lower() for line in self.private_hosts.split("\n") if line.strip()],
        )
        return read, problems

    def _schedule(self, before: Schedule, problems: dict[str, str]) -> Schedule:
        """Pauses that the chosen pace does not use stay as they were, whatever stands in their fields."""
        used = ("shortest", "longest", "interval") if self.pace == AUTOMATIC else ("interval",)
        changes: dict[str, Any] = {"adaptive": self.pace == AUTOMATIC}
        for name in (*used, "retry_after_cap"):
            pause = pause_of(getattr(self, name))
            if pause is None:
                problems[f"schedule.{name}"] = _BAD_PAUSE
            else:
                changes[name] = pause
        return before.model_copy(update=changes)

    def _duties(self, before: Duties, problems: dict[str, str]) -> Duties:
        typed = self.days.strip()
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 6):
            problems["duties.days"] = "天数请填整数，例如 14；没有更新要求就留空。"
            return before
        return Duties(days=int(typed) if typed else None)


_CHOOSABLE = frozenset({SourceState.active, SourceState.paused})


def pause_of(text: str) -> timedelta | None:
    """「30 分钟」「2小时」「1 天」「0」; a number alone is minutes. None when it is none of these."""
    read = _PAUSE.fullmatch(text)
    if read is None:
        return None
    return int(read[1]) * _UNITS[_SAME_UNIT.get(read[2], read[2])]


def pause_words(pause: timedelta) -> str:
    """In the largest unit that gives a whole number."""
    if not pause:
        return "0"
    unit = next((name for name, length in _UNITS.items() if not pause % length), "秒")
    return f"{pause // _UNITS[unit]} {unit}"


async def _refused_address(after: SourceSettings, before: SourceSettings) -> str:
    """Advice when the address leads where no source, or not this one, may lead; "" when it is fine or as before."""
    unchanged = after.url == before.url and after.allow_private_network == before.allow_private_network
    if unchanged:
        return ""
    host = host_of(after.url)
    if await leads_inside(host, allow_private=True):
        return _FORBIDDEN.format(host=host)
    if not after.allow_private_network and await leads_inside(host, allow_private=False):
        return _INSIDE.format(host=host)
    return ""
