"""预警 as editors see them: what is wrong, the evidence, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content_models.sources.documents import AlarmKind, AlarmLevel, SourceAlarm
from server.pages.moments import age, length, minute

ALARM_NAMES: dict[AlarmKind, str] = {
    AlarmKind.silent: "久未更新",
    AlarmKind.no_rows: "列表为空",
    AlarmKind.no_titles: "标题为空",
    AlarmKind.thin_bodies: "正文骤减",
    AlarmKind.new_shape: "疑似改版",
    AlarmKind.going_back: "日期倒退",
    AlarmKind.failing: "连续失败",
}

ADVICE: dict[AlarmKind, str] = {
    AlarmKind.silent: "请打开栏目核对；确实没有更新的，请提醒对方按期更新，或在来源设置中调整更新职责。",
    AlarmKind.no_rows: "栏目多半改版或搬家了：请打开网址核对，重新识别栏目并更新来源设置。",
    AlarmKind.no_titles: "列表版式已变：请更新来源的选择器，或重新识别栏目。",
    AlarmKind.thin_bodies: "文章页版式已变：请打开最近一条核对正文，并更新正文选择器。",
    AlarmKind.new_shape: "请打开栏目核对是否换了系统；条目仍正确的不用处理，约十次抓取后自动解除。",
    AlarmKind.going_back: "最新的条目可能被撤下，或列表排序已变：请打开栏目核对；属实的不用处理，会自动解除。",
    AlarmKind.failing: "系统会继续重试并放慢节奏：请按最近一次的错误提示处理。",
}

LEVEL_TONES = {AlarmLevel.amber: "warn", AlarmLevel.red: "bad"}


@dataclass(frozen=True, slots=True)
class AlarmLine:
    source_id: str
    name: str
    tone: str  # colour of the mark; `name` says it in words
    evidence: str
    advice: str
    since: str
    opened: str
    closed: str  # "" while it is open
    lasted: str  # 「3 天」: from opening to closing, or until now


def alarm_lines(alarms: Sequence[SourceAlarm], now: datetime) -> list[AlarmLine]:
    """Those that are open first, red before amber."""
    ranked = sorted(alarms, key=lambda alarm: (alarm.closed_at is not None, alarm.level is AlarmLevel.amber))
    return [
        AlarmLine(
            source_id=alarm.source_id,
            name=ALARM_NAMES[alarm.kind],
            tone=LEVEL_TONES[alarm.level] if alarm.closed_at is None else "idle",
            evidence=alarm.evidence,
            advice=ADVICE[alarm.kind] if alarm.closed_at is None else "",
            since=age(alarm.opened_at, now),
            opened=minute(alarm.opened_at),
            closed=minute(alarm.closed_at) if alarm.closed_at else "",
            lasted=length((alarm.closed_at or now) - alarm.opened_at),
        )
        for alarm in ranked
    ]
