"""All queries of the overview: the figures themselves, and a day's events and polls by their index on time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from beanie.odm.utils.encoder import Encoder
from beanie.operators import In

from content_models.bundles.documents import ReadingAlarm, ReadingAlarmKind
from content_models.intake.documents import IntakeItem
from content_models.overview.documents import DayFigures
from content_models.releases.documents import EventKind, Release, ReleaseEvent, ReleaseState
from content_models.sources.documents import FetchRecord


async def save(figures: DayFigures) -> None:
    body = Encoder(to_db=True, exclude={"revision_id"}).encode(figures)
    await DayFigures.get_pymongo_collection().replace_one({"_id": figures.id}, body, upsert=True)


async def figures_of(days: Iterable[date]) -> dict[date, DayFigures]:
    """By day; days never tallied are absent. One read by `_id`."""
    wanted = [day.isoformat() for day in days]
    found = await DayFigures.find(In(DayFigures.id, wanted)).to_list()
    return {date.fromisoformat(one.id): one for one in found}


async def intake_between(begins: datetime, ends: datetime) -> dict[str, int]:
    """New items by source."""
    query = {"at": {"$gte": begins, "$lt": ends}, "new": {"$gt": 0}}
    found: dict[str, int] = defaultdict(int)
    async for row in FetchRecord.get_pymongo_collection().find(query, {"source_id": 1, "new": 1}):
        found[row["source_id"]] += row["new"]
    return dict(found)


async def events_between(begins: datetime, ends: datetime) -> list[ReleaseEvent]:
    """In the order of time."""
    query = ReleaseEvent.find(ReleaseEvent.at >= begins, ReleaseEvent.at < ends)
    return await query.sort("+at").to_list()


async def trails_of(release_ids: Iterable[str]) -> dict[str, list[ReleaseEvent]]:
    """Every event of these releases, oldest first."""
    found: dict[str, list[ReleaseEvent]] = defaultdict(list)
    for event in await ReleaseEvent.find(In(ReleaseEvent.release_id, list(set(release_ids)))).to_list():
        found[event.release_id].append(event)
    return {key: sorted(trail, key=lambda event: event.version) for key, trail in found.items()}


async def first_seen(item_ids: Iterable[str]) -> dict[str, datetime]:
    """When an item was first received, by its id."""
    wanted = {"_id": {"$in": list(set(item_ids))}}
    rows = IntakeItem.get_pymongo_collection().find(wanted, {"first_seen_at": 1})
    return {row["_id"]: row["first_seen_at"] async for row in rows}


async def overdue_opened_between(begins: datetime, ends: datetime) -> list[str]:
    """Policies whose alarm of overdue interpretations opened then, whether it is still open or not."""
    query = {"kind": ReadingAlarmKind.overdue, "opened_at": {"$gte": begins, "$lt": ends}}
    return [alarm.policy_id for alarm in await ReadingAlarm.find(query).to_list()]


async def audit_between(
    begins: datetime, ends: datetime, *, kind: EventKind | None = None, actor_id: str = "", limit: int = 200
) -> list[ReleaseEvent]:
    """What was done to releases in that time, the newest first."""
    query: dict[str, object] = {"at": {"$gte": begins, "$lt": ends}}
    query |= {"kind": kind} if kind else {}
    query |= {"actor.id": actor_id} if actor_id else {}
    return await ReleaseEvent.find(query).sort("-at").limit(limit).to_list()


async def ageing(before: datetime, limit: int = 200) -> list[Release]:
    """Public releases that nobody has touched since then, the oldest first."""
    query = Release.find(Release.state == ReleaseState.published, Release.updated_at < before)
    return await query.sort("+updated_at").limit(limit).to_list()
