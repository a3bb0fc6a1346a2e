"""What a hub says: verification of intent, denial, and deliveries, which go the way of every feed."""

import asyncio

from aggregators.decode import decode
from aggregators.errors import SourceFailed
from aggregators.families import family_of
from aggregators.families.contract import ListPage, Row
from aggregators.normalise import normalise
from aggregators.websub.errors import HubDenied, HubNotBelieved, SubscriptionEnded, SubscriptionUnknown
from content_models.intake import repository as intake
from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import receive
from content_models.intake.rules import Incoming
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.arrivals import repository as arrivals
from content_models.sources.documents import FetchError, FetchOutcome, FetchRecord, Source, SourceState
from content_models.sources.websub import repository as subscriptions
from content_models.sources.websub.documents import Subscription, SubscriptionState
from content_models.sources.websub.rules import LOOK_AGAIN, awaits_verification, in_force, is_signed, verified


async def confirm(store: Store, subscription_id: str, topic: str, lease_seconds: int) -> None:
    """The hub asks whether we meant it (WebSub §5.3). Raises SubscriptionUnknown when we did not."""
    subscription = await subscriptions.find(subscription_id)
    if subscription is None or subscription.topic != topic or not awaits_verification(subscription, store.now()):
        raise SubscriptionUnknown
    verified(subscription, lease_seconds, store.now())
    await subscriptions.save(subscription)


async def denied(store: Store, subscription_id: str, topic: str, reason: str) -> None:
    """The hub will not, or no longer (WebSub §5.2). Raises SubscriptionUnknown."""
    subscription = await subscriptions.find(subscription_id)
    if subscription is None or subscription.topic != topic:
        raise SubscriptionUnknown
    now = store.now()
    subscription.state, subscription.expires_at = SubscriptionState.denied, None
    subscription.last_error = FetchError(
        code=HubDenied.code, message=HubDenied.default_message, at=now, subject=reason[:200] or None
    )
    subscription.next_at = now + LOOK_AGAIN
    await subscriptions.save(subscription)


async def take_delivery(
    store: Store, subscription_id: str, body: bytes, *, signature: str, secret: str, charset: str | None
) -> FetchRecord:
    """Take in the entries that carry their text; the others make the source due, and its next poll reads their pages.

    Raises SubscriptionEnded, HubNotBelieved, a SourceFailed when the content is no feed.
    """
    subscription, source = await _wanted(store, subscription_id)
    now = store.now()
    if not is_signed(secret, body, signature):
        refusal = FetchError(code=HubNotBelieved.code, message=HubNotBelieved.default_message, at=now)
        await subscriptions.note_refusal(subscription.id, refusal)
        raise HubNotBelieved
    record = FetchRecord(source_id=source.id, at=now, outcome=FetchOutcome.nothing_new)
    try:
        rows = await asyncio.to_thread(_rows, source, subscription.topic, body, charset)
        await _take_in(store, source, rows, record)
    except SourceFailed as failure:
        record.outcome = FetchOutcome.failed
        record.error = FetchError(code=failure.code, message=failure.message, at=now, subject=subscription.hub)
        raise
    finally:
        await arrivals.note(record, now)
    await subscriptions.note_delivery(subscription.id, now)
    return record


async def _wanted(store: Store, subscription_id: str) -> tuple[Subscription, Source]:
    subscription = await subscriptions.find(subscription_id)
    if subscription is None or not in_force(subscription, store.now()):
        raise SubscriptionEnded
    source = (await sources.load_many([subscription.source_id])).get(subscription.source_id)
    if source is None or source.state is not SourceState.active:
        raise SubscriptionEnded
    return subscription, source


def _rows(source: Source, topic: str, body: bytes, charset: str | None) -> list[Row]:
    text = decode(body, http_charset=charset, override=source.charset).text
    return list(family_of(source.family).list(source, ListPage(topic, text)).rows)


async def _take_in(store: Store, source: Source, rows: list[Row], record: FetchRecord) -> None:
    whole = [
        Incoming(item_key=row.key, raw=row.body_html, item=normalise(source, row, None))
        for row in rows
        if row.body_html
    ]
    received = await receive(store, source, whole)
    await group_new_items(store, received.item_ids)
    record.rows, record.new, record.changed = len(rows), received.new, received.changed
    record.outcome = FetchOutcome.news if received.item_ids else FetchOutcome.nothing_new
    if len(whole) < len(rows):
        known = await intake.by_key(source.id, [row.key for row in rows])
        if any(row.key not in known for row in rows):
            await arrivals.poll_soon(source.id, store.now())
