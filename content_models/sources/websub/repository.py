"""All queries for subscriptions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from content_models.kit.ids import new_id
from content_models.kit.records import as_stored
from content_models.sources.documents import FetchError, Source, SourceFamily, SourceState
from content_models.sources.websub.documents import Subscription

_OF_DELIVERIES = frozenset({"deliveries", "last_delivery_at", "refused"})


async def find(subscription_id: str) -> Subscription | None:
    return await Subscription.get(subscription_id)


async def of_source(source_id: str) -> Subscription | None:
    return await Subscription.find_one(Subscription.source_id == source_id)


async def save(subscription: Subscription) -> None:
    """How it stands. What deliveries count is theirs, and goes on meanwhile."""
    await _standing(subscription, {})


async def save_unless_verified(subscription: Subscription, seen: Subscription) -> None:
    """As `save`; nothing is written when a hub has verified, or denied, what was asked since it stood as `seen`."""
    await _standing(subscription, {"state": seen.state, "expires_at": seen.expires_at})


async def _standing(subscription: Subscription, only_if: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in as_stored(subscription).items() if name not in _OF_DELIVERIES}
    identity = {"_id": fields.pop("_id")}
    await Subscription.get_pymongo_collection().update_one(identity | dict(only_if), {"$set": fields})


async def due(now: datetime, limit: int) -> list[Subscription]:
    """Those to look after, the longest waiting first."""
    return await Subscription.find(Subscription.next_at <= now).sort("+next_at").limit(limit).to_list()


async def begin_missing(now: datetime) -> int:
    """A row for every active feed that has none, due at once; returns how many there were."""
    feeds = await Source.find(Source.family == SourceFamily.feed, Source.state == SourceState.active).to_list()
    known = {subscription.source_id for subscription in await Subscription.find_all().to_list()}
    missing = [source for source in feeds if source.id not in known]
    if missing:
        await Subscription.insert_many(
            [Subscription(id=new_id(), source_id=source.id, next_at=now) for source in missing]
        )
    return len(missing)


async def note_delivery(subscription_id: str, now: datetime) -> None:
    await Subscription.get_pymongo_collection().update_one(
        {"_id": subscription_id}, {"$inc": {"deliveries": 1}, "$set": {"last_delivery_at": now}}
    )


async def note_refusal(subscription_id: str, refusal: FetchError) -> None:
    """Counted in place, so that a flood of forgeries leaves no rows."""
    await Subscription.get_pymongo_collection().update_one(
        {"_id": subscription_id}, {"$inc": {"refused": 1}, "$set": {"last_error": refusal.model_dump()}}
    )
