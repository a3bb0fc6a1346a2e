"""What happens when the hour comes: the person, the text, the signatures and the checks are asked again, then it is
published as by hand; or it is not, and the release says so.

Every worker may run this at the same time: a row is finished once, in the transaction that publishes. A store that is
away leaves the row waiting for the next look.
"""

from datetime import datetime

import structlog

from content_models.editorial.actions.publish import ReleaseAt, publish_together
from content_models.editorial.change import save_change
from content_models.editorial.errors import ScheduleStale
from content_models.editorial.schedules import repository as schedules
from content_models.editorial.schedules.documents import ReleaseSchedule, ScheduleState
from content_models.kit.actors import SYSTEM, Actor
from content_models.kit.errors import NotAllowed, StoreUnavailable, ZhengwuError
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, ReleaseState
from content_models.staff import repository as people
from content_models.staff.rights import Right, require

log = structlog.get_logger()


async def run_due(store: Store) -> int:
    """Publish what is due; returns how many rows were finished, either way."""
    rows = await schedules.due(store.now())
    if not rows:
        return 0
    now = await trusted_now(store)
    return sum([await run_one(store, row.id) for row in rows if row.due_at <= now])


async def trusted_now(store: Store) -> datetime:
    """The earlier of our clock and the store's. A worker whose clock runs ahead publishes nothing before its hour."""
    ours, theirs = store.now(), await store.time_there()
    return min(ours, theirs) if theirs else ours


async def run_one(store: Store, schedule_id: str) -> bool:
    """True when this call finished the row."""
    try:
        published = await store.transaction(lambda session: _publish(store, session, schedule_id))
    except StoreUnavailable:
        raise
    except ZhengwuError as refusal:
        error = refusal
        published = await store.transaction(lambda session: _fail(store, session, schedule_id, error))
        log.warning("schedule_failed", schedule=schedule_id, code=error.code)
    if published:
        await store.wake("outbox")
    return published


async def _publish(store: Store, session: Session, schedule_id: str) -> bool:
    row = await schedules.load(schedule_id, session)
    if row.state is not ScheduleState.waiting:
        return False
    release = await releases.load(row.release_id, session)
    if release.version != row.expected_version or release.state is not ReleaseState.scheduled:
        raise ScheduleStale(release_id=release.id, expected=row.expected_version, actual=release.version)
    actor = await _person(row)
    require(actor, Right.schedule)
    require(actor, Right.publish)
    lead = ReleaseAt(release_id=row.release_id, expected_version=row.expected_version)
    details = {"scheduled_for": row.due_at.isoformat()}
    await publish_together(store, session, actor, lead, row.together_with, details)
    row.state, row.finished_at = ScheduleState.done, store.now()
    row.lateness_ms = max(0, round((row.finished_at - row.due_at).total_seconds() * 1000))
    await schedules.save(row, session)
    return True


async def _person(row: ReleaseSchedule) -> Actor:
    """Who set the hour, with the rights they have now. Raises NotAllowed when they have left."""
    staff = await people.find(row.actor.id)
    if staff is None or staff.disabled:
        raise NotAllowed(f"定时的{row.actor.name}已不在岗，没有按时发布；请由在岗人员重新定时或直接发布。")
    return staff.as_actor()


async def _fail(store: Store, session: Session, schedule_id: str, refusal: ZhengwuError) -> bool:
    """The release moves only if it still stands where the schedule left it."""
    row = await schedules.load(schedule_id, session)
    if row.state is not ScheduleState.waiting:
        return False
    row.state, row.finished_at = ScheduleState.failed, store.now()
    row.failure_code, row.failure, row.failure_details = refusal.code, refusal.message, refusal.details
    await schedules.save(row, session)
    release = await releases.load(row.release_id, session)
    if release.state is ReleaseState.scheduled and release.version == row.expected_version:
        release.state = ReleaseState.failed_to_publish
        await save_change(
            store,
            session,
            release,
            EventKind.publish_failed,
            SYSTEM,
            expected_version=release.version,
            details={"code": refusal.code, "reason": refusal.message, "due_at": row.due_at.isoformat()},
        )
    return True
