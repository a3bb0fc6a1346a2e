"""Looking after subscriptions: find the hub, ask it, ask again before the lease ends. No failure touches polling."""

from collections.abc import Callable
from datetime import datetime

import structlog

from aggregators.errors import SourceFailed
from aggregators.websub.errors import HubSilent
from aggregators.websub.hub import HubClient
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchError, Source, SourceFamily, SourceState
from content_models.sources.reach import may_be_private
from content_models.sources.websub import repository as subscriptions
from content_models.sources.websub.documents import Subscription, SubscriptionState
from content_models.sources.websub.rules import LEASE, LOOK_AGAIN, asked, failed

AT_A_TIME = 20  # subscriptions of one round; the rest follows with the next

log = structlog.get_logger()

Secret = Callable[[str], str]  # from a subscription's id


async def look_after(store: Store, hubs: HubClient, *, base_url: str, secret: Secret) -> int:
    """Attend to what is due; returns how many hubs were asked. `base_url` is where hubs reach us."""
    await subscriptions.begin_missing(store.now())
    due = await subscriptions.due(store.now(), AT_A_TIME)
    known = await sources.load_many(subscription.source_id for subscription in due)
    requests = 0
    for subscription in due:
        requests += await _attend(store, hubs, subscription, known.get(subscription.source_id), base_url, secret)
    return requests


async def _attend(
    store: Store, hubs: HubClient, subscription: Subscription, source: Source | None, base_url: str, secret: Secret
) -> bool:
    if source is None or source.state is not SourceState.active or source.family is not SourceFamily.feed:
        await _leave(subscription, store.now())
        return False
    if subscription.state is SubscriptionState.pending:
        await _fail(subscription, HubSilent(url=subscription.hub), store.now())
        return False
    try:
        return await _subscribe(store, hubs, subscription, source, base_url, secret)
    except SourceFailed as failure:
        await _fail(subscription, failure, store.now())
        return False


async def _subscribe(
    store: Store, hubs: HubClient, subscription: Subscription, source: Source, base_url: str, secret: Secret
) -> bool:
    hub = await hubs.find(source.url, allow_private=source.allow_private_network)
    if hub is None:
        await _leave(subscription, store.now())
        return False
    asked(subscription, hub.topic, hub.url, store.now())
    await subscriptions.save(subscription)  # before asking: a hub may verify before it answers
    form = {
        "hub.mode": "subscribe",
        "hub.topic": hub.topic,
        "hub.callback": f"{base_url}/api/v1/websub/{subscription.id}",
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
        "hub.secret": secret(subscription.id),
    }
    await hubs.ask(hub.url, form, allow_private=may_be_private(source, hub.url))
    return True


async def _leave(subscription: Subscription, now: datetime) -> None:
    subscription.state, subscription.next_at = SubscriptionState.absent, now + LOOK_AGAIN
    await subscriptions.save(subscription)


async def _fail(subscription: Subscription, failure: SourceFailed, now: datetime) -> None:
    """Unless the hub has verified meanwhile: its answer may be lost where its question came through."""
    seen = subscription.model_copy()
    log.warning("websub_failed", subscription=subscription.id, code=failure.code, failures=subscription.failures + 1)
    error = FetchError(code=failure.code, message=failure.message, at=now, subject=subscription.hub or None)
    failed(subscription, error, now)
    await subscriptions.save_unless_verified(subscription, seen)
