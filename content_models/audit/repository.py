"""All queries for the audit log, its daily roots, and the reports of browsers."""

from collections.abc import AsyncIterator
from datetime import date, datetime

from pydantic import BaseModel

from content_models.audit.documents import AuditEntry, ChainHead, DailyRoot, PolicyReport
from content_models.kit.ids import derived_id
from content_models.kit.store import Session

MOST_REPORTS = 500  # kinds; browsers of strangers may say anything


class AuditFilter(BaseModel):
    """What an auditor wants to see. `since` is always given: without it the whole log would be sorted."""

    since: datetime
    until: datetime | None = None
    actor_id: str = ""
    act: str = ""
    refused_only: bool = False


async def head_of(stream: str, session: Session) -> ChainHead | None:
    return await ChainHead.get(stream, session=session)


async def append(entry: AuditEntry, session: Session) -> None:
    """Insert the entry and move its stream's head. Raises pymongo's DuplicateKeyError when another took the number."""
    await entry.insert(session=session)
    await ChainHead.get_pymongo_collection().update_one(
        {"_id": entry.stream},
        {"$set": {"number": entry.number, "digest": entry.digest}},
        upsert=True,
        session=session,
    )


async def entries(wanted: AuditFilter, limit: int) -> list[AuditEntry]:
    """The newest first."""
    moments = {"$gte": wanted.since} | ({"$lt": wanted.until} if wanted.until else {})
    query: dict[str, object] = {"at": moments}
    if wanted.actor_id:
        query["actor_id"] = wanted.actor_id
    if wanted.act:
        query["act"] = wanted.act
    if wanted.refused_only:
        query["status"] = {"$gte": 400}
    return await AuditEntry.find(query).sort("-at").limit(limit).to_list()


async def history_of(stream: str, limit: int = 50) -> list[AuditEntry]:
    """The latest of one stream first, found by the shape of their ids."""
    return (
        await AuditEntry.find({"_id": {"$gt": f"{stream}#", "$lt": f"{stream}$"}}).sort("-_id").limit(limit).to_list()
    )


async def entries_between(start: datetime, end: datetime) -> list[AuditEntry]:
    return await AuditEntry.find({"at": {"$gte": start, "$lt": end}}).to_list()


async def every_entry() -> AsyncIterator[AuditEntry]:
    """Stream by stream, each in its order: `_id` sorts so."""
    async for entry in AuditEntry.find_all().sort("+_id"):
        yield entry


async def first_entry_at() -> datetime | None:
    first = await AuditEntry.find_all().sort("+at").first_or_none()
    return first.at if first else None


async def every_head() -> dict[str, ChainHead]:
    return {head.id: head for head in await ChainHead.find_all().to_list()}


async def root_of(day: date) -> DailyRoot | None:
    return await DailyRoot.get(day.isoformat())


async def every_root() -> list[DailyRoot]:
    """In order of days."""
    return sorted(await DailyRoot.find_all().to_list(), key=lambda root: root.id)


async def save_root(root: DailyRoot) -> None:
    """Raises pymongo's DuplicateKeyError when the day is sealed already."""
    await root.insert()


async def note_report(page: str, directive: str, blocked: str, now: datetime) -> bool:
    """Count one report; False when there are too many kinds of them already."""
    collection = PolicyReport.get_pymongo_collection()
    report_id = derived_id("csp", page, directive, blocked)
    seen = {"$inc": {"times": 1}, "$set": {"last_at": now}}
    if (await collection.update_one({"_id": report_id}, seen)).matched_count:
        return True
    if await collection.estimated_document_count() >= MOST_REPORTS:
        return False
    new = {"page": page, "directive": directive, "blocked": blocked, "first_at": now}
    await collection.update_one({"_id": report_id}, {**seen, "$setOnInsert": new}, upsert=True)
    return True


async def reports() -> list[PolicyReport]:
    """The latest first."""
    return sorted(await PolicyReport.find_all().to_list(), key=lambda report: report.last_at, reverse=True)
