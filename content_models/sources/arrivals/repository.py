"""Writing down what was sent to us, beside what was fetched."""

from datetime import datetime
from typing import Any

from content_models.kit.store import Session
from content_models.sources.documents import FetchOutcome, FetchRecord, Source


async def note(record: FetchRecord, now: datetime) -> None:
    """Keep the record, once however often it is noted.

    The health says that the source was heard of; schedule and failures of polling stay.
    """
    await record.save()
    heard: dict[str, Any] = {"health.last_answered_at": now}
    if record.outcome is FetchOutcome.news:
        heard["health.last_news_at"] = now
    await Source.get_pymongo_collection().update_one({"_id": record.source_id}, {"$set": heard})


async def poll_soon(source_id: str, now: datetime, session: Session | None = None) -> None:
    """Make the source due: something is new there that the notice did not carry whole, or an editor wants to see."""
    await Source.get_pymongo_collection().update_one(
        {"_id": source_id}, {"$set": {"next_due_at": now}}, session=session
    )
