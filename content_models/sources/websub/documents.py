"""Subscription (实时订阅)."""

from datetime import datetime
from enum import StrEnum

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record
from content_models.sources.documents import FetchError


class SubscriptionState(StrEnum):
    """订阅状态."""

    absent = "absent"  # the feed names no hub
    pending = "pending"  # asked for; the hub has not yet verified that we meant it
    active = "active"
    denied = "denied"
    failed = "failed"  # the hub cannot be reached, or never verified


class Subscription(Record):
    """实时订阅 of one feed at its hub. `_id` stands in the callback's address, so that it cannot be guessed.

    The secret given to the hub is not stored but derived (`rules.secret_of`).
    """

    source_id: str
    topic: str = ""  # what the feed calls itself (rel=self)
    hub: str = ""
    state: SubscriptionState = SubscriptionState.absent
    asked_at: datetime | None = None
    lease_seconds: int | None = None
    expires_at: datetime | None = None
    next_at: datetime  # when to look after it again
    failures: int = 0
    last_error: FetchError | None = None
    deliveries: int = 0
    last_delivery_at: datetime | None = None
    refused: int = 0  # deliveries that were not signed by the hub

    class Settings:
        name = "subscriptions"
        indexes = [
            IndexModel("source_id", name="source", unique=True),
            IndexModel([("next_at", ASCENDING)], name="next"),
        ]
