"""schedule 定时发布, and unschedule 取消定时: set the hour at which a reviewed text goes public, or take it back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from content_models.editorial.actions.publish import ReleaseAt
from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_for, save_change
from content_models.editorial.errors import ScheduleInPast
from content_models.editorial.schedules import repository as schedules
from content_models.editorial.schedules.documents import ReleaseSchedule, ScheduleState
from content_models.kit.clock import in_shanghai
from content_models.kit.commands import perform
from content_models.kit.errors import InvalidInput
from content_models.kit.store import Session, Store
from content_models.releases.documents import EventKind, Release, ReleaseState
from content_models.releases.rules import SCHEDULABLE, require_state
from content_models.staff.rights import Right

LONGEST_AHEAD = timedelta(days=366)


class ScheduleRelease(ReleaseCommand):
    due_at: AwareDatetime
    together_with: list[ReleaseAt] = []


class Unschedule(ReleaseCommand):
    pass


async def schedule(store: Store, command: ScheduleRelease) -> ReleaseChange:
    """Raises ScheduleInPast, InvalidInput (more than a year ahead), WrongState (not reviewed), VersionConflict,
    NotAllowed."""
    return await perform(store, command, _schedule, ReleaseChange, wakes="schedules")


async def unschedule(store: Store, command: Unschedule) -> ReleaseChange:
    """Raises WrongState (not scheduled), VersionConflict, NotAllowed."""
    return await perform(store, command, _unschedule, ReleaseChange, wakes="schedules")


def require_future(due_at: datetime, now: datetime) -> None:
    """Judged by the server's clock alone: what time a browser believes it is does not matter."""
    if due_at <= now:
        wanted, here = f"{in_shanghai(due_at):%Y-%m-%d %H:%M}", f"{in_shanghai(now):%H:%M}"
        raise ScheduleInPast(
            f"{wanted} 已经过去（服务器现在是 {here}），请选择以后的时间，或直接发布。",
            due_at=due_at.isoformat(),
            now=now.isoformat(),
        )
    if due_at - now > LONGEST_AHEAD:
        raise InvalidInput("定时最多提前一年，请核对年份。", field="due_at")


async def _schedule(store: Store, session: Session, command: ScheduleRelease) -> ReleaseChange:
    release = await release_for(session, command, Right.schedule)
    require_future(command.due_at, store.now())
    require_state(release, SCHEDULABLE)
    release.state = ReleaseState.scheduled
    details = {"due_at": command.due_at.isoformat(), "together_with": [one.release_id for one in command.together_with]}
    change = await _save(store, session, command, release, EventKind.scheduled, details)
    row = ReleaseSchedule(
        id=f"{release.id}:{release.version}",
        release_id=release.id,
        expected_version=release.version,
        together_with=command.together_with,
        due_at=command.due_at,
        actor=command.actor,
        created_at=store.now(),
    )
    await schedules.insert(row, session)
    return change


async def _unschedule(store: Store, session: Session, command: Unschedule) -> ReleaseChange:
    release = await release_for(session, command, Right.schedule)
    require_state(release, frozenset({ReleaseState.scheduled}))
    for row in await schedules.waiting_of(release.id, session):
        row.state, row.finished_at = ScheduleState.cancelled, store.now()
        await schedules.save(row, session)
    release.state = ReleaseState.approved
    return await _save(store, session, command, release, EventKind.unscheduled, {})


async def _save(
    store: Store,
    session: Session,
    command: ReleaseCommand,
    release: Release,
    kind: EventKind,
    details: Mapping[str, object],
) -> ReleaseChange:
    return await save_change(
        store, session, release, kind, command.actor, expected_version=command.expected_version, details=dict(details)
    )
