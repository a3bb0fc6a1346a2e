"""All queries for sources and their fetch history."""

from collections.abc import Iterable
from datetime import datetime

from beanie.exceptions import DocumentNotFound
from beanie.operators import In

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Session
from content_models.sources.documents import FetchRecord, Health, Source, SourceState, Validators


async def add(source: Source) -> None:
    """Raises pymongo's DuplicateKeyError when the URL is already a source."""
    await source.insert()


async def load(source_id: str, session: Session | None = None) -> Source:
    source = await Source.get(source_id, session=session)
    if source is None:
        raise NotFound("没有找到这个来源，请回到来源列表重新选择。", source_id=source_id)
    return source


async def load_many(source_ids: Iterable[str], session: Session | None = None) -> dict[str, Source]:
    """By id; ids that do not exist are absent."""
    wanted = list(set(source_ids))
    if not wanted:
        return {}
    return {source.id: source for source in await Source.find(In(Source.id, wanted), session=session).to_list()}


async def by_url(url: str) -> Source | None:
    return await Source.find_one(Source.url == url)


async def most_troubled_first() -> list[Source]:
    """Every source: longest failing first, then the newest. What an editor should look at is at the top."""
    sources = await Source.find_all().to_list()
    return sorted(sources, key=lambda source: (source.health.consecutive_failures, source.id), reverse=True)


async def due(now: datetime, limit: int) -> list[Source]:
    """Active sources whose time has come, the longest waiting first. A source never asked is due."""
    never_asked_or_due = {"$or": [{"next_due_at": None}, {"next_due_at": {"$lte": now}}]}
    query = Source.find(Source.state == SourceState.active, never_asked_or_due)
    return await query.sort("+next_due_at").limit(limit).to_list()


async def claim(source: Source, until: datetime) -> bool:
    """Take a due source for one poll, until `until`; False when another worker was faster.

    A worker that dies loses nothing: the source is due again when the claim runs out.
    """
    taken = await Source.get_pymongo_collection().update_one(
        {"_id": source.id, "next_due_at": source.next_due_at}, {"$set": {"next_due_at": until}}
    )
    if taken.modified_count == 0:
        return False
    source.next_due_at = until
    return True


async def save(source: Source, *, expected_version: int) -> None:
    """Replace what an editor changed. Raises VersionConflict when someone else saved first."""
    source.version = expected_version + 1
    try:
        await Source.find_one(Source.id == source.id, Source.version == expected_version).replace_one(source)
    except DocumentNotFound as error:
        source.version = expected_version
        actual = (await load(source.id)).version
        raise VersionConflict(expected=expected_version, actual=actual) from error


async def record_fetch(
    record: FetchRecord, *, health: Health, validators: Validators, next_due_at: datetime | None
) -> None:
    """Keep the outcome of a poll and what follows from it.

    Only operational fields are written and the version stays, so polling never spoils an editor's open form.
    """
    await record.insert()
    changes = {"health": health.model_dump(), "validators": validators.model_dump(), "next_due_at": next_due_at}
    await Source.get_pymongo_collection().update_one({"_id": record.source_id}, {"$set": changes})


async def history(source_id: str, limit: int = 50) -> list[FetchRecord]:
    """The last polls of a source, newest first."""
    return await FetchRecord.find(FetchRecord.source_id == source_id).sort("-at").limit(limit).to_list()
