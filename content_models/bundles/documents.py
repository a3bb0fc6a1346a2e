"""ReadingPlan (解读安排) with its PlanEvents (安排经过), and ReadingAlarm (解读预警)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class ReadingForm(StrEnum):
    """解读方式 as planned (domain table 1.3). A text may say it more finely: 专家解读 is a text, 答记者问 is Q&A."""

    text = "text"  # 文字
    qa = "qa"  # 问答
    picture = "picture"  # 图解
    video = "video"  # 视频
    briefing = "briefing"  # 新闻发布会


class ReadingPlan(Record):
    """解读安排 of one policy; `_id` is the policy's id, so there is never a second.

    `due_on` is the last day (Asia/Shanghai) on which every planned form must be public. It is known when the policy is
    public or when `due_by` was chosen; `provisional` when it counts days of a year whose holidays are not announced.
    A hold (等待解读) keeps a reviewed policy back until its readings are there, `held_until` at the longest.
    """

    forms: list[ReadingForm] = []
    owner_id: str | None = None  # Staff id
    owner_name: str = ""  # as it was when the plan was made
    due_by: date | None = None  # chosen by an editor; None: by the rule
    due_on: date | None = None
    due_rule: str = ""  # id of the row of the rule table it was counted by; "" when chosen
    calendar_version: int = 0
    provisional: bool = False
    held_until: datetime | None = None
    held_version: int = 0  # the policy's version that was looked at; any edit raises it and ends the hold
    held_by: Actor | None = None  # who decided that the policy goes public: the publisher of record
    alone_at: datetime | None = None  # the hold ran out and the policy went without its readings
    refusal: str = ""  # why the hold ended without a publication, in words for editors
    watched: bool = False  # public, and a planned form is still missing
    version: int = 1
    created_at: datetime
    updated_at: datetime

    class Settings:
        name = "reading_plans"
        indexes = [
            IndexModel([("held_until", ASCENDING)], name="held"),
            IndexModel([("watched", ASCENDING), ("due_on", ASCENDING)], name="watched"),
            IndexModel([("updated_at", DESCENDING)], name="newest"),
        ]


class PlanEvent(Record):
    """安排经过: who decided what about a plan, when. Append-only; `version` is what the act produced."""

    policy_id: str
    version: int
    verb: str
    actor: Actor
    at: datetime
    details: dict[str, Any] = {}

    class Settings:
        name = "reading_plan_events"
        indexes = [
            IndexModel([("policy_id", ASCENDING), ("version", ASCENDING)], name="version", unique=True),
            IndexModel([("at", ASCENDING)], name="time"),
        ]


class ReadingAlarmKind(StrEnum):
    """解读预警种类."""

    overdue = "overdue"  # 解读超期
    alone = "alone"  # 政策单独发布
    refused = "refused"  # 等待中止, the policy did not go public


class ReadingAlarm(Record):
    """解读预警. The open one of a kind has the `_id` `policy:kind`, so there is never a second; a closed one is kept
    under an id of its own. They open and close by themselves."""

    policy_id: str
    kind: ReadingAlarmKind
    evidence: str  # shown to editors: 「图解、问答应于 2026-12-01 前发布，已超期 2 天」
    opened_at: datetime
    closed_at: datetime | None = None

    class Settings:
        name = "reading_alarms"
        indexes = [IndexModel([("closed_at", ASCENDING), ("opened_at", DESCENDING)], name="open")]
