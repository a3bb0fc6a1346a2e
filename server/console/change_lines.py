"""修改记录: what was changed in one record of the reference data, by whom, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from content_models.audit import repository as audit
from content_models.audit.actions.note_change import ARROW
from content_models.audit.documents import AuditEntry
from server.console.audit_words import act_words
from server.console.deadline_form import UNIT_NAMES
from server.pages.labels import LEVEL_NAMES
from server.pages.moments import minute

FIELD_WORDS: Mapping[str, str] = {
    "full_name": "全称",
    "short_name": "简称",
    "name": "名称",
    "aliases": "别名",
    "level": "层级",
    "region_code": "区划",
    "codes": "机关代字",
    "valid_from": "起始",
    "valid_to": "截止",
    "successor_id": "承继",
    "parent_code": "上级",
    "parent_id": "上级",
    "successor_code": "承继",
    "ended_on": "停用",
    "position": "次序",
    "value": "期限",
    "unit": "单位",
    "basis": "依据",
    "year": "年份",
    "days_off": "放假",
    "make_up_days": "调休上班",
}
NEW = (" added", " entered")  # how acts end that begin a record
VALUE_WORDS: Mapping[str, str] = {**LEVEL_NAMES, **UNIT_NAMES}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    at: str
    who: str
    act: str
    said: str


async def changes_of(record: str) -> list[ChangeLine]:
    """The latest first."""
    return [
        ChangeLine(minute(entry.at), entry.actor_name, act_words(entry.act), said(entry))
        for entry in await audit.history_of(record)
    ]


def said(entry: AuditEntry) -> str:
    """「简称：旧 → 新；截止：无 → 2026-06-30」; of what is new only what it is."""
    is_new = entry.act.endswith(NEW)
    changes = {name: change.rpartition(ARROW)[2] if is_new else change for name, change in entry.details.items()}
    return "；".join(f"{FIELD_WORDS.get(name, name)}：{_in_words(change)}" for name, change in changes.items())


def _in_words(change: str) -> str:
    """Both sides, each as people call it where it is one of the domain's own values."""
    return ARROW.join(VALUE_WORDS.get(side, side) for side in change.split(ARROW))
