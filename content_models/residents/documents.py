"""Resident (居民) with Preferences (偏好) and Consents (同意), Device (设备), Follow (关注), InboxEntry (消息)."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.records import Record


class NoticeFrequency(StrEnum):
    """How often a resident wants to be knocked at; the inbox gets everything at once whatever is chosen."""

    immediate = "immediate"
    daily = "daily"
    weekly = "weekly"
    off = "off"


class QuietHours(BaseModel):
    """免打扰时段, in Asia/Shanghai, as minutes after midnight; `start` > `end` spans midnight, equal means none."""

    model_config = ConfigDict(frozen=True)

    start: int = Field(22 * 60, ge=0, lt=24 * 60)
    end: int = Field(7 * 60, ge=0, lt=24 * 60)


class Preferences(BaseModel):
    """偏好. `district_id` is the region whose must-see releases reach the resident; `personal_feed` the one switch
    between their own feed and everybody's (个人信息保护法 art. 24)."""

    model_config = ConfigDict(frozen=True)

    frequency: NoticeFrequency = NoticeFrequency.immediate
    quiet_hours: QuietHours = QuietHours()
    elder_mode: bool = False
    district_id: str | None = None
    personal_feed: bool = True


class ConsentPurpose(StrEnum):
    """What a resident is asked about, each by itself (个人信息保护法 art. 14–17)."""

    notifications = "notifications"
    personalisation = "personalisation"
    reading_history = "reading_history"


class Consent(BaseModel):
    """同意. `text_version` names the wording that was shown."""

    model_config = ConfigDict(frozen=True)

    granted: bool
    at: datetime
    text_version: str


class Resident(Record):
    """居民. Anonymous until joined to a person; a device is enough to read, follow and be notified."""

    created_at: datetime
    version: int = 1  # of preferences and consents: the optimistic lock
    preferences: Preferences = Preferences()
    consents: dict[ConsentPurpose, Consent] = {}
    merged_into: str | None = None
    deleted_at: datetime | None = None

    def refuses(self, purpose: ConsentPurpose) -> bool:
        """Asked and said no. Silence is neither yes nor no: what somebody sets up themselves goes on."""
        consent = self.consents.get(purpose)
        return consent is not None and not consent.granted

    class Settings:
        name = "residents"


class ConsentRecord(Record):
    """每一次同意或撤回, kept as proof until the resident deletes everything."""

    resident_id: str
    purpose: ConsentPurpose
    consent: Consent

    class Settings:
        name = "consent_records"
        indexes = [IndexModel([("resident_id", ASCENDING), ("_id", ASCENDING)], name="of_resident")]


class Platform(StrEnum):
    """平台: the push service that gave the device its address, and through which alone it can be reached."""

    ios = "ios"  # 苹果 APNs
    web = "web"  # 浏览器 Web Push (RFC 8030)
    jpush = "jpush"  # 极光: Android and others through its vendor channels
    getui = "getui"  # 个推: likewise
    harmony = "harmony"  # 鸿蒙 HarmonyOS 5 and later


class DeviceState(StrEnum):
    active = "active"
    unregistered = "unregistered"  # the push service said the token is dead
    inactive = "inactive"  # its app was not opened for half a year


class Device(Record):
    """设备. `_id` is derived from platform and token, so one token is one row whoever registers it."""

    resident_id: str
    platform: Platform
    token: str  # as `device_tokens` writes it: hexadecimal, an id, or a browser's subscription as JSON
    staff: bool = False  # 抄送设备: gets every announcement, and gets it first
    staff_named_by: Actor | None = None  # who made it one, or took that back
    state: DeviceState = DeviceState.active
    registered_at: datetime
    unregistered_at: datetime | None = None
    unregistered_reason: str | None = None

    class Settings:
        name = "devices"
        indexes = [
            IndexModel([("resident_id", ASCENDING), ("state", ASCENDING)], name="of_resident"),
            IndexModel([("staff", ASCENDING), ("registered_at", ASCENDING)], name="staff_and_idle"),
        ]


class FollowTarget(StrEnum):
    topic = "topic"
    organ = "organ"
    region = "region"
    release = "release"
    keyword = "keyword"


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


class InboxMark(Record):
    """已读标记. `_id` = resident id; `changed_at` moves when entries are read, so that the other devices hear of it."""

    changed_at: datetime

    class Settings:
        name = "inbox_marks"


class InboxEntry(Record):
    """消息: the record of an announcement; the push is only its knock on the door.

    `campaign_id` is the latest campaign that told of the release. An entry that was not knocked for at once awaits a
    digest until one takes it: by this mark and not by a span of time, so that a late match is never missed, and
    `digest_id` says for ever that one has.
    """

    resident_id: str
    release_id: str
    campaign_id: str
    kind: str = ""  # the release's: caps count by it
    title: str
    at: datetime  # when it was first told
    read_at: datetime | None = None
    retracted_at: datetime | None = None  # the release was withdrawn, or the notice recalled
    awaiting_digest: bool = False
    digest_id: str | None = None
    expires_at: datetime | None = None  # gone from the store then

    class Settings:
        name = "inbox_entries"
        indexes = [
            IndexModel([("resident_id", ASCENDING), ("release_id", ASCENDING)], name="once_per_release", unique=True),
            IndexModel([("resident_id", ASCENDING), ("at", DESCENDING), ("_id", DESCENDING)], name="newest_first"),
            IndexModel([("campaign_id", ASCENDING), ("resident_id", ASCENDING)], name="audience"),
            IndexModel([("release_id", ASCENDING)], name="of_release"),
            IndexModel([("awaiting_digest", ASCENDING), ("resident_id", ASCENDING)], name="awaiting_digest"),
            IndexModel([("digest_id", ASCENDING), ("resident_id", ASCENDING)], name="of_digest"),
            IndexModel("expires_at", name="expiry", expireAfterSeconds=0),
        ]


class Standing(NamedTuple):
    """As much of an entry as decides whether it is still knocked for."""

    id: str
    release_id: str
    campaign_id: str
    at: datetime
    retracted_at: datetime | None
