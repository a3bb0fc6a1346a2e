"""Leases, secrets and signatures of subscriptions. Pure."""

import hashlib
import hmac
from datetime import datetime, timedelta

from content_models.sources.documents import FetchError
from content_models.sources.websub.documents import Subscription, SubscriptionState

KEY_PURPOSE = "websub"  # of the server key that secrets are derived from
LEASE = timedelta(days=10)  # asked for; the hub decides
LONGEST_LEASE = timedelta(days=30)
RENEW_AFTER = 0.75  # of the lease: hubs are away for a day, too
VERIFIED_WITHIN = timedelta(hours=1)
LOOK_AGAIN = timedelta(days=7)  # whether a feed without a hub has got one
_LONGEST_PAUSE = timedelta(days=1)
_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})  # WebSub §7: the hub chooses


def secret_of(server_key: bytes, subscription_id: str) -> str:
    return hmac.new(server_key, subscription_id.encode(), hashlib.sha256).hexdigest()


def is_signed(secret: str, body: bytes, header: str) -> bool:
    """Whether `X-Hub-Signature` (method=hex) is the HMAC of the body (WebSub §7.1)."""
    method, _, stated = header.partition("=")
    if method not in _METHODS:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), stated.encode())


def asked(subscription: Subscription, topic: str, hub: str, now: datetime) -> None:
    """A subscription in force stays so while it is renewed, unless the feed has gone to another hub."""
    is_renewal = in_force(subscription, now) and (subscription.topic, subscription.hub) == (topic, hub)
    subscription.topic, subscription.hub, subscription.asked_at = topic, hub, now
    subscription.state = SubscriptionState.active if is_renewal else SubscriptionState.pending
    subscription.next_at = now + VERIFIED_WITHIN


def verified(subscription: Subscription, lease_seconds: int, now: datetime) -> None:
    lease = min(timedelta(seconds=lease_seconds), LONGEST_LEASE)
    subscription.state = SubscriptionState.active
    subscription.lease_seconds = int(lease.total_seconds())
    subscription.expires_at = now + lease
    subscription.next_at = now + lease * RENEW_AFTER
    subscription.failures, subscription.last_error = 0, None


def failed(subscription: Subscription, error: FetchError, now: datetime) -> None:
    """Asked again with a growing pause, for ever; a lease that still runs is used to its end."""
    subscription.failures += 1
    subscription.last_error = error
    if not in_force(subscription, now):
        subscription.state = SubscriptionState.failed
    subscription.next_at = now + min(timedelta(minutes=10) * 2 ** min(subscription.failures, 10), _LONGEST_PAUSE)


def in_force(subscription: Subscription, now: datetime) -> bool:
    expires = subscription.expires_at
    return subscription.state is SubscriptionState.active and expires is not None and now < expires


def awaits_verification(subscription: Subscription, now: datetime) -> bool:
    """Whether we asked this hub lately: a verification out of the blue is somebody else's."""
    meant = subscription.state in (SubscriptionState.pending, SubscriptionState.active)
    return meant and subscription.asked_at is not None and now - subscription.asked_at < VERIFIED_WITHIN
