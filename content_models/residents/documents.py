"""Resident (居民), Device (设备), Follow (关注), InboxEntry (消息)."""

from datetime import datetime
from enum import StrEnum

from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.records import Record


class Resident(Record):
    """居民. Anonymous until joined to a person; a device is enough to read, follow and be notified."""

    created_at: datetime

    class Settings:
        name = "residents"


class Platform(StrEnum):
    ios = "ios"


class DeviceState(StrEnum):
    active = "active"
    unregistered = "unregistered"  # the push service said the token is dead


class Device(Record):
    """设备. `_id` is derived from platform and token, so one token is one row whoever registers it."""

    resident_id: str
    platform: Platform
    token: str  # hex, lower case
    state: DeviceState = DeviceState.active
    registered_at: datetime
    unregistered_at: datetime | None = None
    unregistered_reason: str | None = None

    class Settings:
        name = "devices"
        indexes = [IndexModel([("resident_id", ASCENDING), ("state", ASCENDING)], name="of_resident")]


class FollowTarget(StrEnum):
    topic = "topic"
    organ = "organ"
    region = "region"
    release = "release"


class Follow(Record):
    """关注. `_id` is derived from (resident, target); `channel` is the timeline channel it stands for."""

    resident_id: str
    target: FollowTarget
    target_id: str
    channel: str
    at: datetime

    class Settings:
        name = "follows"
        indexes = [
            IndexModel([("resident_id", ASCENDING), ("channel", ASCENDING)], name="mine", unique=True),
            IndexModel([("channel", ASCENDING), ("resident_id", ASCENDING)], name="audience"),
        ]


class InboxEntry(Record):
    """消息: the record of an announcement; the push is only its knock on the door."""

    resident_id: str
    release_id: str
    campaign_id: str
    title: str
    at: datetime
    read_at: datetime | None = None

    class Settings:
        name = "inbox_entries"
        indexes = [
            IndexModel([("resident_id", ASCENDING), ("release_id", ASCENDING)], name="once_per_release", unique=True),
            IndexModel([("resident_id", ASCENDING), ("at", DESCENDING), ("_id", DESCENDING)], name="newest_first"),
            IndexModel([("campaign_id", ASCENDING), ("resident_id", ASCENDING)], name="audience"),
        ]
