"""All queries for plans, their events and alarms, and for the readings of a policy in every state."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from beanie.odm.utils.encoder import Encoder
from beanie.operators import In
from pymongo.errors import DuplicateKeyError

from content_models.bundles.documents import PlanEvent, ReadingAlarm, ReadingAlarmKind, ReadingPlan
from content_models.bundles.rules import Reading, reading_of
from content_models.kit.errors import VersionConflict
from content_models.kit.ids import new_id
from content_models.kit.store import Session
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseKind, ReleaseState, Revision

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_FACTS = {"due_on", "due_rule", "calendar_version", "provisional", "watched"}
MOST = 500  # plans or alarms of one page or one look


async def plan_of(policy_id: str, session: Session | None = None) -> ReadingPlan | None:
    return await ReadingPlan.get(policy_id, session=session)


async def plans_of(policy_ids: Iterable[str]) -> list[ReadingPlan]:
    return await ReadingPlan.find(In(ReadingPlan.id, list(set(policy_ids)))).to_list()


async def newest(limit: int = MOST) -> list[ReadingPlan]:
    return await ReadingPlan.find_all().sort("-updated_at").limit(limit).to_list()


async def held(limit: int = MOST) -> list[ReadingPlan]:
    """Those whose policy waits for its readings, the nearest limit first."""
    return await ReadingPlan.find({"held_until": {"$gt": _EVER}}).sort("+held_until").limit(limit).to_list()


async def watched(limit: int = MOST) -> list[ReadingPlan]:
    """Those of public policies whose planned readings are not all there."""
    return await ReadingPlan.find({"watched": True}).sort("+due_on").limit(limit).to_list()


async def save(plan: ReadingPlan, event: PlanEvent, session: Session) -> None:
    """Insert or replace the plan with its event, if nobody was faster; `event.version` is the new version.

    Raises VersionConflict.
    """
    expected, plan.version = plan.version, event.version
    if event.version == 1:
        await _insert(plan, session)
    else:
        saved = await ReadingPlan.get_pymongo_collection().replace_one(
            {"_id": plan.id, "version": expected}, _stored(plan), session=session
        )
        if saved.matched_count == 0:
            raise VersionConflict("解读安排刚被他人改过，请刷新后再定。", expected=expected, actual=event.version)
    await event.insert(session=session)


async def _insert(plan: ReadingPlan, session: Session) -> None:
    try:
        await plan.insert(session=session)
    except DuplicateKeyError as clash:
        raise VersionConflict("解读安排刚被他人改过，请刷新后再定。", expected=0, actual=1) from clash


def _stored(plan: ReadingPlan) -> dict[str, Any]:
    body: dict[str, Any] = Encoder(to_db=True, exclude={"revision_id"}).encode(plan)
    return body


async def note_facts(plan: ReadingPlan) -> None:
    """What machines found out about due day and standing: it raises no version, so nobody who decides is refused
    because of it."""
    facts = {name: value for name, value in _stored(plan).items() if name in _FACTS}
    await ReadingPlan.get_pymongo_collection().update_one({"_id": plan.id}, {"$set": facts})


async def events_of(policy_id: str) -> list[PlanEvent]:
    """In order."""
    return await PlanEvent.find(PlanEvent.policy_id == policy_id).sort("+version").to_list()


async def readings_of(policy_id: str, session: Session | None = None) -> list[Reading]:
    """Every interpretation that reads this policy in its present text, or in the one that is public; withdrawn ones
    left out; oldest first."""
    query = Revision.find({"content.links.target_id": policy_id}, session=session)
    linking = {revision.id: revision for revision in await query.to_list()}
    reading = {key: one for key, one in linking.items() if policy_id in releases.interpreted_by(one.content.links)}
    found = (await releases.load_many({one.release_id for one in reading.values()}, session)).values()
    return [
        reading_of(release, revision)
        for release in sorted(found, key=lambda one: one.created_at)
        if release.kind is ReleaseKind.interpretation and release.state is not ReleaseState.withdrawn
        if (revision := reading.get(release.current_revision_id) or reading.get(release.live_revision_id or ""))
    ]


def open_alarm_id(policy_id: str, kind: ReadingAlarmKind) -> str:
    return f"{policy_id}:{kind}"


async def open_alarm(policy_id: str, kind: ReadingAlarmKind, evidence: str, now: datetime, session: Session) -> None:
    """An alarm that goes on keeps the time it was opened; its evidence is the latest."""
    await ReadingAlarm.get_pymongo_collection().update_one(
        {"_id": open_alarm_id(policy_id, kind)},
        {
            "$set": {"evidence": evidence},
            "$setOnInsert": {"policy_id": policy_id, "kind": kind, "opened_at": now, "closed_at": None},
        },
        upsert=True,
        session=session,
    )


async def close_alarm(policy_id: str, kind: ReadingAlarmKind, now: datetime, session: Session) -> None:
    """Its row goes to the closed ones. Nothing happens when none is open."""
    alarm = await ReadingAlarm.get(open_alarm_id(policy_id, kind), session=session)
    if alarm:
        await alarm.model_copy(update={"id": new_id(), "closed_at": now}).insert(session=session)
        await ReadingAlarm.find(ReadingAlarm.id == alarm.id, session=session).delete(session=session)


async def alarms_of(policy_id: str) -> dict[ReadingAlarmKind, str]:
    """The evidence of those that are open, by kind."""
    ids = [open_alarm_id(policy_id, kind) for kind in ReadingAlarmKind]
    return {alarm.kind: alarm.evidence for alarm in await ReadingAlarm.find(In(ReadingAlarm.id, ids)).to_list()}


async def open_alarms(limit: int = MOST) -> list[ReadingAlarm]:
    return await ReadingAlarm.find({"closed_at": None}).sort("-opened_at").limit(limit).to_list()


async def count_open_alarms(kind: ReadingAlarmKind | None = None) -> int:
    query = {"closed_at": None} | ({"kind": kind} if kind else {})
    return await ReadingAlarm.find(query).count()


async def closed_alarms(limit: int = 100) -> list[ReadingAlarm]:
    return await ReadingAlarm.find({"closed_at": {"$gt": _EVER}}).sort("-closed_at").limit(limit).to_list()
