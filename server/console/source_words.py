"""The settings of a source in words, for its page, the record of changes and the comparison of two versions."""

from typing import Any

from content_models.sources.documents import Duties, Schedule, Source
from content_models.sources.duties import duty_of
from content_models.sources.settings import SourceSettings, settings_of
from server.console.source_form import pause_words
from server.pages.labels import AUTHORITY_NAMES, SOURCE_STATE_NAMES

SETTING_NAMES: dict[str, str] = {
    "name": "名称",
    "url": "网址",
    "column_name": "栏目名称",
    "authority": "权威等级",
    "state": "状态",
    "schedule": "抓取节奏",
    "duties": "更新职责",
    "timezone": "时区",
    "charset": "编码",
    "allow_private_network": "政务外网",
    "private_hosts": "允许的内网主机",
}


def words_of(settings: SourceSettings) -> dict[str, str]:
    """By field name."""
    return {name: setting_words(name, value) for name, value in settings.model_dump(mode="json").items()}


def setting_words(name: str, value: Any) -> str:
    """One setting, given as the plain JSON value that the record of changes keeps."""
    match name:
        case "authority":
            return AUTHORITY_NAMES.get(value, str(value))
        case "state":
            return SOURCE_STATE_NAMES.get(value, str(value))
        case "schedule":
            return _schedule(Schedule.model_validate(value))
        case "duties":
            days = Duties.model_validate(value).days
            return f"至少每 {days} 天更新一次" if days else "没有设定，按栏目名称判断"
        case "allow_private_network":
            return "在政务外网上，可访问内网" if value else "在互联网上，不访问内网"
        case "private_hosts":
            return "、".join(value) or "无"
        case "charset":
            return value or "自动判断"
        case _:
            return value or "未填"


def shown_settings(source: Source) -> list[tuple[str, str]]:
    """(name, words) for the source's page, which shows name and state elsewhere."""
    words = words_of(settings_of(source))
    if source.duties.days is None:
        words["duties"] = f"没有设定；按栏目名称判断，{duty_of(source).amber.days} 天内应有更新"
    shown = [name for name in SETTING_NAMES if name not in ("name", "state", "url")]
    if not source.private_hosts:
        shown.remove("private_hosts")
    return [(SETTING_NAMES[name], words[name]) for name in shown]


def _schedule(schedule: Schedule) -> str:
    usual = pause_words(schedule.interval)
    if schedule.adaptive:
        bounds = f"最快 {pause_words(schedule.shortest)}、最慢 {pause_words(schedule.longest)}一次"
        pace = f"自动，{bounds}；看不出节奏时每 {usual}一次"
    else:
        pace = f"固定，每 {usual}一次"
    if schedule.retry_after_cap == Schedule().retry_after_cap:
        return pace
    return f"{pace}；对方要求等待时最多等 {pause_words(schedule.retry_after_cap)}"
