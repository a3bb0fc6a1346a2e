"""经手: who did what with an item, in words."""

from dataclasses import dataclass
from datetime import datetime

from content_models.intake.triage_log import repository as triage_log
from content_models.intake.triage_log.documents import TriageEvent, TriageEventKind
from server.pages.moments import age, iso, minute

ACT_NAMES: dict[TriageEventKind, str] = {
    TriageEventKind.adopted: "采用",
    TriageEventKind.spiked: "设为不采用",
    TriageEventKind.restored: "放回队列",
    TriageEventKind.snoozed: "暂缓",
    TriageEventKind.woken: "暂缓到期，自动放回",
    TriageEventKind.merged: "合并同源",
    TriageEventKind.parted: "拆出同源",
    TriageEventKind.head_chosen: "换了主条",
    TriageEventKind.declined: "判定不是同源",
    TriageEventKind.policy_linked: "关联政策",
    TriageEventKind.change_dismissed: "忽略源文变更",
    TriageEventKind.correction_taken: "生成更正稿",
    TriageEventKind.withdrawn: "撤回稿件",
    TriageEventKind.undone: "撤销上一步",
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    who: str
    did: str
    at: str
    iso: str


async def history_of(item_id: str, now: datetime) -> list[HistoryLine]:
    """Newest first."""
    return [_line(event, now) for event in await triage_log.of_item(item_id)]


async def last_act(item_id: str) -> str:
    """「李科长刚刚已把它设为不采用」: for whoever comes too late; "" when nothing was done in the queue."""
    events = await triage_log.of_item(item_id, limit=1)
    return f"{events[0].actor.name} 已先处理：{_did(events[0])}" if events else ""


def _line(event: TriageEvent, now: datetime) -> HistoryLine:
    return HistoryLine(event.actor.name, _did(event), age(event.at, now), iso(event.at))


def _did(event: TriageEvent) -> str:
    name, details = ACT_NAMES[event.kind], event.details
    if event.kind is TriageEventKind.policy_linked and not details.get("linked", True):
        return "取消关联政策"
    if isinstance(until := details.get("until"), datetime):
        return f"{name}到 {minute(until)}"
    return f"{name}（{details['reason']}）" if details.get("reason") else name
