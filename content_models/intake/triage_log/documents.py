"""TriageEvent (分拣记录): one act of the queue, with all that is needed to take it back."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from pymongo import IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class TriageEventKind(StrEnum):
    """分拣操作."""

    adopted = "adopted"  # 采用
    spiked = "spiked"  # 不采用
    restored = "restored"  # 放回队列
    snoozed = "snoozed"  # 暂缓
    woken = "woken"  # 暂缓到期, by the system
    merged = "merged"  # 合并同源
    parted = "parted"  # 拆出
    head_chosen = "head_chosen"  # 换主条
    declined = "declined"  # 判定不是同源
    policy_linked = "policy_linked"  # 关联政策
    change_dismissed = "change_dismissed"  # 忽略源文变更
    correction_taken = "correction_taken"  # 生成更正稿
    withdrawn = "withdrawn"  # 因源文变更撤回稿件
    undone = "undone"  # 撤销上一步


class Stand(BaseModel):
    """前态: one item as it stood before the act, and the version the act left it at."""

    item_id: str
    title: str
    before: dict[str, Any]  # the desk's fields of the item, as stored
    version: int


class GroupsBefore(BaseModel):
    """分组前态: the groups an act touched."""

    item_ids: list[str]  # all members, changed or not
    clusters: list[dict[str, Any]]  # as stored, before
    left: dict[str, int]  # cluster id → version after the act; a group that the act ended is absent
    apart: list[list[str]]  # pairs of these items that were kept apart before
    suggestion_id: str | None = None  # the question that was answered


class TriageEvent(Record):
    """分拣记录. Append-only: taking back is an event of its own, which names the one it `undoes`.

    `_id` of an undoing event is derived from the undone one, so nothing is taken back twice.
    """

    kind: TriageEventKind
    actor: Actor
    at: datetime
    stands: list[Stand]
    groups: GroupsBefore | None = None
    details: dict[str, Any] = {}  # reason, until, release_id …
    undoes: str | None = None

    class Settings:
        name = "triage_events"
        indexes = [IndexModel("stands.item_id", name="item"), IndexModel("at", name="time")]
