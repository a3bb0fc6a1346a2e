"""All queries for source keys."""

from datetime import datetime

from content_models.kit.store import Session
from content_models.sources.documents import FetchError
from content_models.sources.keys.documents import SourceKey


async def of_source(source_id: str, session: Session | None = None) -> SourceKey | None:
    return await SourceKey.get(source_id, session=session)


async def save(key: SourceKey, session: Session) -> None:
    await key.save(session=session)


async def note_use(source_id: str, now: datetime) -> None:
    """When the key was last used. A hint for whoever revokes unused keys; it may lag."""
    await SourceKey.get_pymongo_collection().update_one({"_id": source_id}, {"$set": {"last_used_at": now}})


async def note_refusal(source_id: str, refusal: FetchError) -> None:
    """That somebody was not believed, for the administrator to see. Nothing is written for a source without a key."""
    await SourceKey.get_pymongo_collection().update_one(
        {"_id": source_id}, {"$inc": {"refusals": 1}, "$set": {"last_refusal": refusal.model_dump()}}
    )
