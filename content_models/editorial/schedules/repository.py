"""All queries for schedules."""

from datetime import datetime

from content_models.editorial.schedules.documents import ReleaseSchedule, ScheduleState
from content_models.kit.errors import NotFound
from content_models.kit.store import Session


async def load(schedule_id: str, session: Session | None = None) -> ReleaseSchedule:
    found = await ReleaseSchedule.get(schedule_id, session=session)
    if found is None:
        raise NotFound("没有找到这次定时。", schedule_id=schedule_id)
    return found


async def insert(schedule: ReleaseSchedule, session: Session) -> None:
    await schedule.insert(session=session)


async def save(schedule: ReleaseSchedule, session: Session) -> None:
    await schedule.save(session=session)


async def due(now: datetime, limit: int = 50) -> list[ReleaseSchedule]:
    """Those whose hour has come, the earliest first."""
    query = ReleaseSchedule.find({"state": ScheduleState.waiting, "due_at": {"$lte": now}})
    return await query.sort("+due_at").limit(limit).to_list()


async def next_due() -> datetime | None:
    first = await ReleaseSchedule.find({"state": ScheduleState.waiting}).sort("+due_at").first_or_none()
    return first.due_at if first else None


async def waiting_of(release_id: str, session: Session | None = None) -> list[ReleaseSchedule]:
    return await ReleaseSchedule.find(
        {"release_id": release_id, "state": ScheduleState.waiting}, session=session
    ).to_list()


async def newest_of(release_id: str) -> ReleaseSchedule | None:
    return await ReleaseSchedule.find({"release_id": release_id}).sort("-created_at").first_or_none()


async def waiting(limit: int = 100) -> list[ReleaseSchedule]:
    return await ReleaseSchedule.find({"state": ScheduleState.waiting}).sort("+due_at").limit(limit).to_list()


async def unseen_failures(limit: int = 50) -> list[ReleaseSchedule]:
    query = ReleaseSchedule.find({"state": ScheduleState.failed, "seen_by": ""})
    return await query.sort("-due_at").limit(limit).to_list()


async def finished(limit: int = 100) -> list[ReleaseSchedule]:
    """Published by the clock, the latest first: what lateness is told from."""
    return await ReleaseSchedule.find({"state": ScheduleState.done}).sort("-due_at").limit(limit).to_list()
