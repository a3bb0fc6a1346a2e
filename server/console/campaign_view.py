"""推送任务 as editors see it: its figures, what it waits for, and what may be done with it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.advance import UNCONFIRMED
from content_models.announcements.actions.cancel import STOPPABLE
from content_models.announcements.documents import (
    UNDER_WAY,
    Announcement,
    Campaign,
    CampaignEvent,
    CampaignState,
    Counts,
    Suppression,
    Unconfirmed,
)
from content_models.kit.actors import Actor
from content_models.residents.inbox import repository as inboxes
from content_models.staff.rights import Right, holds
from server.pages.moments import minute

ANNOUNCEMENT_NAMES: dict[str, str] = {
    Announcement.publication: "发布",
    Announcement.reading: "解读随后到",
    Announcement.amendment: "后文修改或废止",
    Announcement.correction: "更正",
    Announcement.reading_correction: "解读更正",
    Announcement.reversal: "效力更正",
    Announcement.withdrawal: "撤回",
    Announcement.recall: "收回通知",
    Announcement.digest: "汇总",
}
_STATES: dict[str, tuple[str, str]] = {
    CampaignState.planning: ("idle", "规划中"),
    CampaignState.awaiting_approval: ("warn", "等待批准"),
    CampaignState.scheduled: ("idle", "已定时"),
    CampaignState.canary: ("idle", "先发抄送设备"),
    CampaignState.sending: ("good", "发送中"),
    CampaignState.paused: ("warn", "已暂停"),
    CampaignState.done: ("good", "已完成"),
    CampaignState.cancelled: ("idle", "已取消"),
}
SUPPRESSION_NAMES: dict[str, str] = {
    Suppression.refused: "未同意通知",
    Suppression.off: "不要通知",
    Suppression.gathered: "留待汇总",
    Suppression.capped: "超过每天上限",
    Suppression.limited: "厂商限额用完",
    Suppression.no_channel: "没有设置这类设备的推送通道",
    Suppression.unfollowed: "已取消关注",
    Suppression.superseded: "已有更新的通知",
    Suppression.gone: "已注销",
    Suppression.moved: "设备已换人或停用",
    Suppression.expired: "已过时",
    Suppression.unlisted: "不在测试名单",
    Suppression.cancelled: "推送已取消",
}
# APNs' own words, as the service gives them: what the others say is shown as it came.
FAILURE_NAMES = {
    "Unregistered": "手机已卸载应用",
    "ExpiredToken": "设备标识已过期",
    "BadDeviceToken": "设备标识无效",
    "DeviceTokenNotForTopic": "设备标识属于别的应用",
    "PayloadTooLarge": "内容太长",
    "TooManyRequests": "同一台手机收得太频繁",
}
VERB_NAMES = {
    "ApproveCampaign": "批准推送",
    "PauseCampaign": "暂停",
    "ResumeCampaign": "继续",
    "ScheduleCampaign": "定时",
    "CancelCampaign": "取消",
    "RecallCampaign": "收回通知",
}
_UNBALANCED = "账目不平：送达、失败、不发之和与受众不符，请查看日志中的 campaign_unbalanced。"
_UNCONFIRMED: dict[str, str] = {
    Unconfirmed.unapproved: (
        "应发时间已过五分钟，这条通知还在等待第二人审核，居民没有收到：请作者和发布人以外的负责人批准，或取消推送。"
    ),
    Unconfirmed.held: (
        "应发时间已过五分钟，这条通知被人暂停着，居民没有收到：请点「继续」发出，改定时间，或取消推送。"
    ),
    Unconfirmed.unreached: "五分钟内没有一台设备收到，请检查推送进程与推送设置（zhengwu doctor）。",
}
_ALARM_OF_STATE = {
    CampaignState.awaiting_approval: Unconfirmed.unapproved,
    CampaignState.paused: Unconfirmed.held,
}


@dataclass(frozen=True, slots=True)
class CampaignLine:
    id: str
    release_id: str
    what: str
    title: str
    body: str
    tone: str
    state: str
    trouble: str  # what is wrong and what to do; "" when nothing is
    counts: Counts
    opened: int
    residents: int
    suppressed: list[tuple[str, int]]
    failed: list[tuple[str, int]]
    first: str
    last: str
    made: str
    hour: str  # not before; "" when it is not held
    over: bool


@dataclass(frozen=True, slots=True)
class Acts:
    """What this person may do with it now."""

    approve: bool
    pause: bool
    resume: bool
    schedule: bool
    cancel: bool
    recall: bool
    why_not_approve: str = ""

    @property
    def any(self) -> bool:
        return self.approve or self.pause or self.resume or self.schedule or self.cancel or self.recall


async def line_of(campaign: Campaign) -> CampaignLine:
    """With the figures of this moment: those of a campaign under way are summed from its chunks."""
    tone, state = _STATES[campaign.state]
    counts = campaign.counts if campaign.finished_at else (await campaigns.totals(campaign.id))[1]
    return CampaignLine(
        id=campaign.id,
        release_id=campaign.release_id,
        what=ANNOUNCEMENT_NAMES[campaign.announcement],
        title=campaign.title,
        body=campaign.body,
        tone="bad" if trouble_of(campaign) else tone,
        state=state,
        trouble=trouble_of(campaign),
        counts=counts,
        opened=await inboxes.opened_count(campaign.id),
        residents=campaign.residents,
        suppressed=_ranked(counts.suppressions, SUPPRESSION_NAMES),
        failed=_ranked(counts.failures, FAILURE_NAMES),
        first=_moment(counts.first_handed_at),
        last=_moment(counts.last_handed_at),
        made=minute(campaign.created_at),
        hour=minute(campaign.not_before) if campaign.not_before else "",
        over=campaign.finished_at is not None,
    )


def trouble_of(campaign: Campaign) -> str:
    if campaign.balanced is False:
        return _UNBALANCED
    if campaign.stopped_because == UNCONFIRMED:
        return "抄送设备一台也没有送达：请检查这些设备；确认无碍后点「继续」，会直接发给居民。"
    if campaign.stopped_because:
        return f"推送服务拒绝了这条通知（{campaign.stopped_because}），已自动停下：请改正设置后点「继续」，或取消。"
    if campaign.alarm is None or campaign.finished_at is not None:
        return ""
    # An alarm of before the last decision says nothing any more: the next look raises the one that fits.
    fits = _ALARM_OF_STATE.get(campaign.state, Unconfirmed.unreached) is campaign.alarm
    return _UNCONFIRMED[campaign.alarm] if fits else ""


def acts_of(campaign: Campaign, actor: Actor) -> Acts:
    keeps, decides = holds(actor, Right.keep_campaigns), holds(actor, Right.approve_campaigns)
    waits = campaign.state is CampaignState.awaiting_approval
    open_ = keeps and campaign.finished_at is None
    own = actor.id in campaign.author_ids
    return Acts(
        approve=waits and decides and not own,
        pause=open_ and campaign.state in UNDER_WAY | {CampaignState.scheduled},
        resume=open_ and campaign.state is CampaignState.paused,
        schedule=open_ and campaign.state in STOPPABLE - {CampaignState.planning},
        cancel=open_ and campaign.state in STOPPABLE,
        recall=decides and bool(campaign.release_id) and not campaign.is_retraction,
        why_not_approve=_why_not(decides, own) if waits else "",
    )


def _why_not(decides: bool, own: bool) -> str:
    if own:
        return "您是作者或发布人，须由另一位负责人批准。"
    return "" if decides else "受众较多，须由科室负责人或分管领导批准。"


def event_lines(events: Sequence[CampaignEvent]) -> list[tuple[str, str, str]]:
    """(what, who, when), newest first."""
    return [(VERB_NAMES.get(one.verb, one.verb), one.actor.name, minute(one.at)) for one in reversed(events)]


def _ranked(by_reason: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, int]]:
    ranked = sorted(by_reason.items(), key=lambda pair: -pair[1])
    return [(names.get(reason, reason), count) for reason, count in ranked]


def _moment(moment: datetime | None) -> str:
    return minute(moment) if moment else "—"
