"""来源设置: what an editor may change on a source, apart from what polling writes there. Pure."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from content_models.kit.errors import InvalidInput
from content_models.sources.changes.documents import FieldChange
from content_models.sources.documents import Duties, Schedule, Source, SourceAuthority, SourceState

SHORTEST_INTERVAL = timedelta(minutes=1)  # an editor may ask for; other people's servers answer
LONGEST_INTERVAL = timedelta(days=30)
LONGEST_DUTY = 3660  # days
LONGEST_NAME = 80  # characters
MOST_HOSTS = 20
NETWORK = ("allow_private_network", "private_hosts")
REREAD_AFTER = frozenset({"url", "charset", "timezone"})  # an unchanged list (304) must be read anew

_HOST = re.compile(r"(?=.{1,253}$)[0-9a-z_]([0-9a-z_-]{0,62})(\.[0-9a-z_]([0-9a-z_-]{0,62}))*|[0-9a-f:]{2,39}")


class SettingsRefused(InvalidInput):
    """`details.problems` maps field names to what is wrong with them and how to mend it."""

    code = "SOURCE_SETTINGS_REFUSED"
    default_message = "有几处需要改正，请看标红的项目。您输入的内容都还在。"


class SourceSettings(BaseModel):
    """Fields bear the names and meanings they have on `Source`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    url: str
    column_name: str | None
    authority: SourceAuthority
    state: SourceState
    schedule: Schedule
    duties: Duties
    timezone: str
    charset: str | None
    allow_private_network: bool
    private_hosts: list[str]


def settings_of(source: Source) -> SourceSettings:
    return SourceSettings.model_validate({name: getattr(source, name) for name in SourceSettings.model_fields})


def differences(before: SourceSettings, after: SourceSettings) -> list[FieldChange]:
    """In the order of the fields."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return [FieldChange(field=name, before=old[name], after=new[name]) for name in old if old[name] != new[name]]


def check(after: SourceSettings, before: SourceSettings) -> None:
    """Raises SettingsRefused. What was so before may stay so: a demo's five seconds are no editor's mistake."""
    changed = {change.field for change in differences(before, after)}
    problems = {name: words for name, words in _problems(after, before) if name.split(".")[0] in changed}
    if problems:
        raise SettingsRefused(problems=problems)


def widens_network(before: SourceSettings, after: SourceSettings) -> bool:
    """Whether the source may afterwards lead to inside hosts it could not reach before."""
    if not after.allow_private_network:
        return False
    return not before.allow_private_network or not _inside(after) <= _inside(before)


def _inside(settings: SourceSettings) -> set[str]:
    return {host_of(settings.url), *settings.private_hosts}


def host_of(url: str) -> str:
    """Lower case; "" when the address has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _problems(after: SourceSettings, before: SourceSettings) -> Iterator[tuple[str, str]]:
    if not 2 <= len(after.name) <= LONGEST_NAME:
        yield "name", f"名称请填 2 到 {LONGEST_NAME} 个字。"
    if len(after.column_name or "") > LONGEST_NAME:
        yield "column_name", f"栏目名称最多 {LONGEST_NAME} 个字。"
    if _scheme(after.url) not in ("http", "https") or not host_of(after.url):
        yield "url", "网址不正确，请填写以 http:// 或 https:// 开头的完整网址。"
    if after.duties.days is not None and not 1 <= after.duties.days <= LONGEST_DUTY:
        yield "duties.days", f"天数请填 1 到 {LONGEST_DUTY} 之间的整数；没有更新要求就留空。"
    yield from _schedule_problems(after.schedule, before.schedule)
    if not _is_zone(after.timezone):
        yield "timezone", "没有这个时区，请填 Asia/Shanghai 这样的名称。"
    if after.charset is not None and not _is_charset(after.charset):
        yield "charset", "不认识这种编码，请填 utf-8、gb18030 或 big5；不确定就留空，由系统判断。"
    wrong = [host for host in after.private_hosts if not _HOST.fullmatch(host)]
    if wrong:
        yield "private_hosts", f"「{wrong[0]}」不是主机名：只写主机名或 IP，不带 http:// 和路径，一行一个。"
    if len(after.private_hosts) > MOST_HOSTS:
        yield "private_hosts", f"内网主机最多 {MOST_HOSTS} 个，请只留这个来源真正用到的。"


def _schedule_problems(after: Schedule, before: Schedule) -> Iterator[tuple[str, str]]:
    for name in ("interval", "shortest", "longest"):
        pause = getattr(after, name)
        if pause != getattr(before, name) and not SHORTEST_INTERVAL <= pause <= LONGEST_INTERVAL:
            yield f"schedule.{name}", "间隔请在 1 分钟到 30 天之间，例如「30 分钟」「2 小时」。"
    if after.retry_after_cap < timedelta() or after.retry_after_cap > timedelta(days=7):
        yield "schedule.retry_after_cap", "请在 0 到 7 天之间，例如「6 小时」；0 表示不理会。"
    if after.adaptive and after.shortest > after.longest:
        yield "schedule.shortest", "最快间隔不能比最慢间隔长，请对调或改正。"


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError; a folder's name an OSError
        return False
    return bool(name)


def _is_charset(name: str) -> bool:
    try:
        "".encode(name)  # refuses what is a codec, yet no charset: base64, zlib
    except (LookupError, ValueError):
        return False
    return True
