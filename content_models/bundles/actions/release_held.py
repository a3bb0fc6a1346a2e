"""`release_held` 到时发布: what waits for its readings goes public with them, or alone when the limit has come.

Holds live in the store, so nothing is lost with a process or with Redis: whoever looks next finds them. Policy and
readings become public in one transaction together with the end of the hold, so a second look finds nothing to do.
"""

from typing import Any

import structlog

from content_models.bundles import repository as bundles
from content_models.bundles.actions.change import save_plan
from content_models.bundles.actions.hold import end_hold
from content_models.bundles.documents import ReadingAlarmKind, ReadingPlan
from content_models.bundles.due import set_due
from content_models.bundles.rules import HoldEnd, Reading, hold_end, missing
from content_models.editorial.actions.publish import ReleaseAt, publish_together
from content_models.kit.actors import SYSTEM
from content_models.kit.errors import ZhengwuError
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import Release

log = structlog.get_logger()


async def release_held(store: Store) -> int:
    """Look at every hold once; returns how many policies went public. A hold that cannot be kept is ended with its
    reason; it never stops the others."""
    released = 0
    for plan in await bundles.held():
        try:
            released += await _look_at(store, plan.id)
        except ZhengwuError as refusal:
            await _give_up(store, plan.id, refusal.message)
    if released:
        await store.wake("outbox")
    return released


async def _look_at(store: Store, policy_id: str) -> bool:
    async def work(session: Session) -> bool:
        plan = await bundles.plan_of(policy_id, session)
        if plan is None or plan.held_until is None:
            return False
        policy = await releases.load(policy_id, session)
        readings = await bundles.readings_of(policy_id, session)
        match hold_end(plan, policy, readings, store.now()):
            case HoldEnd.waiting:
                return False
            case HoldEnd.published:
                end_hold(plan)
                await save_plan(store, session, plan, "PublishedByHand", SYSTEM, {})
                return False
            case HoldEnd.changed:
                await _end_refused(store, session, plan, "政策在等待期间有改动或被退回；请重新审签后再发布或再等待。")
                return False
            case end:
                await _publish(store, session, plan, policy, readings, end)
                return True

    return await store.transaction(work)


async def _publish(
    store: Store, session: Session, plan: ReadingPlan, policy: Release, readings: list[Reading], end: HoldEnd
) -> None:
    ready = [one for one in readings if one.ready]
    there = [one for one in readings if one.ready or one.live]
    lacking = missing(plan.forms, there)
    details: dict[str, Any] = {"waited_until": plan.held_until.isoformat() if plan.held_until else ""}
    if end is HoldEnd.expired:
        details |= {"alone": not ready, "missing": lacking}
    others = [ReleaseAt(release_id=one.release.id, expected_version=one.release.version) for one in ready]
    lead = ReleaseAt(release_id=policy.id, expected_version=policy.version)
    if plan.held_by is None:
        raise ZhengwuError("等待没有记下是谁决定的，请重新安排等待。", policy_id=policy.id)
    await publish_together(store, session, plan.held_by, lead, others, details)
    plan.alone_at = store.now() if end is HoldEnd.expired else None
    plan.watched = bool(lacking)
    end_hold(plan)
    await set_due(plan, await releases.load(policy.id, session), session)
    await save_plan(store, session, plan, f"Hold{end.capitalize()}", SYSTEM, details)


async def _give_up(store: Store, policy_id: str, why: str) -> None:
    async def work(session: Session) -> None:
        plan = await bundles.plan_of(policy_id, session)
        if plan is not None and plan.held_until is not None:
            await _end_refused(store, session, plan, why)

    await store.transaction(work)


async def _end_refused(store: Store, session: Session, plan: ReadingPlan, why: str) -> None:
    end_hold(plan)
    plan.refusal = why
    await save_plan(store, session, plan, "HoldRefused", SYSTEM, {"why": why})
    await bundles.open_alarm(plan.id, ReadingAlarmKind.refused, why, store.now(), session)
    log.warning("hold_refused", policy=plan.id, why=why)
