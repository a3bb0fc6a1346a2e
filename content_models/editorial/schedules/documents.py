"""ReleaseSchedule (定时发布)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.editorial.actions.publish import ReleaseAt
from content_models.kit.actors import Actor
from content_models.kit.records import Record


class ScheduleState(StrEnum):
    """定时状态."""

    waiting = "waiting"  # 等待
    done = "done"  # 已发布
    failed = "failed"  # 未能发布
    cancelled = "cancelled"  # 已取消


class ReleaseSchedule(Record):
    """定时发布. `_id` = release:version, the version that setting the hour produced and that is expected at the hour.

    `actor` is who set it: their rights are asked again at the hour. `lateness_ms` counts from `due_at` to the moment
    of publication.
    """

    release_id: str
    expected_version: int
    together_with: list[ReleaseAt] = []
    due_at: datetime
    actor: Actor
    state: ScheduleState = ScheduleState.waiting
    created_at: datetime
    finished_at: datetime | None = None
    lateness_ms: int | None = None
    failure_code: str = ""
    failure: str = ""  # what to do next, as the console shows it
    failure_details: dict[str, Any] = {}
    seen_by: str = ""  # who has taken note of the failure

    class Settings:
        name = "schedules"
        indexes = [
            IndexModel([("state", ASCENDING), ("due_at", ASCENDING)], name="due"),
            IndexModel([("release_id", ASCENDING), ("created_at", DESCENDING)], name="release"),
        ]
