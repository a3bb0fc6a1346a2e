"""Campaign (推送任务) with its CampaignEvents (推送经过), and Chunk (推送分片)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.kit.actors import Actor
from content_models.kit.packed import PACKED_ENCODERS, Packed, PackedList
from content_models.kit.records import Record
from content_models.releases.documents import ReleaseKind
from content_models.residents.documents import Platform

CHUNK_DEVICES = 5000
CHUNK_BYTES = 4 * 1024 * 1024  # of addresses; a browser's may have 2,000 characters, and a stored document 16 MB
FIRST_STAFF_CHUNK = -100  # chunks of staff devices, one a platform, have numbers below 0: they go first, the canary


class Announcement(StrEnum):
    """通知事由: what is being told about a release. Each fact is told once."""

    publication = "publication"  # 发布
    reading = "reading"  # 解读随后到
    amendment = "amendment"  # 后文修改或废止
    correction = "correction"  # 更正
    reading_correction = "reading_correction"  # 解读更正
    reversal = "reversal"  # 效力更正: what was told as an amendment is undone
    withdrawal = "withdrawal"  # 撤回
    recall = "recall"  # 收回通知, the release stays
    digest = "digest"  # 汇总


RETRACTIONS = frozenset({Announcement.reversal, Announcement.withdrawal, Announcement.recall})


class CampaignState(StrEnum):
    planning = "planning"
    awaiting_approval = "awaiting_approval"
    scheduled = "scheduled"
    canary = "canary"  # staff devices first; the rest follows when one of them was reached
    sending = "sending"
    paused = "paused"  # by a person, or stopped by what the push service said
    done = "done"
    cancelled = "cancelled"


UNDER_WAY = frozenset({CampaignState.canary, CampaignState.sending})


class Suppression(StrEnum):
    """为何不发: why somebody of the audience was not knocked at. Their inbox has it all the same."""

    refused = "refused"  # said no to notifications
    off = "off"
    gathered = "gathered"  # the next digest takes it
    capped = "capped"  # enough of this class for one day
    limited = "limited"  # the vendor takes no more for this device today
    no_channel = "no_channel"  # nothing is set up that reaches devices of this platform
    unfollowed = "unfollowed"  # since the campaign was planned
    superseded = "superseded"  # a later word about the release has taken its place
    gone = "gone"  # left the service
    moved = "moved"  # the device was given to somebody else, or out of use, since the campaign was planned
    expired = "expired"  # came too late to be news
    unlisted = "unlisted"  # not on the list of test devices, outside production
    cancelled = "cancelled"


class Unconfirmed(StrEnum):
    """未确认送达: why not one device has a notice five minutes after it was expected to have it."""

    unapproved = "unapproved"  # waits for the second person
    held = "held"  # a person paused it
    unreached = "unreached"  # it may go, and has reached nobody


class Counts(BaseModel):
    """handed + failed + suppressed = audience, or the reconciler says so. `ambiguous` were sent twice at worst,
    with equal apns-id and collapse-id."""

    audience: int = 0
    handed: int = 0
    failed: int = 0
    suppressed: int = 0
    ambiguous: int = 0
    failures: dict[str, int] = {}  # by reason
    suppressions: dict[str, int] = {}  # by Suppression
    first_handed_at: datetime | None = None
    last_handed_at: datetime | None = None

    @property
    def settled(self) -> int:
        return self.handed + self.failed + self.suppressed


class Approval(BaseModel):
    """推送批准, by somebody who neither wrote nor published what is told, nor composed the notice."""

    actor: Actor
    at: datetime


class Campaign(Record):
    """推送任务. `_id` is derived from (kind of announcement, what it tells): announcing twice is impossible.

    `version` counts the decisions of people; progress made by machines does not raise it, so nobody who wants to stop
    a campaign is refused because it has moved on meanwhile. `finished_at` is set when every chunk is accounted for,
    also after a cancellation.
    """

    announcement: Announcement = Announcement.publication
    release_id: str = ""  # "" for a digest
    revision: str = ""  # Revision id: the text that was told
    kind: ReleaseKind = ReleaseKind.policy  # the class that caps count by
    author_ids: list[str] = []  # who wrote it, published it, composed its notice: they do not approve the push
    interpretation_ids: list[str] = []
    takes_back: str = ""  # the one campaign that a retraction is about; "": all that was told of the release
    title: str
    body: str
    collapse_id: str
    quiet: bool = False  # replaces what is shown without a sound, and read stays read
    channels: list[str]
    must_see_region: str | None = None  # None: followers only; else also who lives where the code begins so
    asked_for: bool = True  # everyone it goes to subscribed; else vendors take it for marketing and count it
    state: CampaignState = CampaignState.planning
    version: int = 1
    not_before: datetime | None = None
    approval: Approval | None = None
    paused_from: CampaignState | None = None
    stopped_because: str | None = None  # the push service's word that stopped it
    counts: Counts = Field(default_factory=Counts)
    residents: int = 0  # in whose inbox it stands
    chunks: int = 0
    inboxes_written_at: datetime | None = None  # from then on the audience is fixed
    planned_at: datetime | None = None  # from then on no chunk is added
    has_canary: bool = False
    opened_at: datetime | None = None  # from then on it may be sent
    created_at: datetime
    finished_at: datetime | None = None
    balanced: bool | None = None  # at the end: was everyone of the audience accounted for?
    alarm: Unconfirmed | None = None  # nobody was reached in time
    alarmed_at: datetime | None = None

    class Settings:
        name = "campaigns"
        indexes = [
            IndexModel([("finished_at", ASCENDING), ("created_at", ASCENDING)], name="open"),
            IndexModel([("created_at", DESCENDING)], name="newest"),
            IndexModel([("release_id", ASCENDING), ("created_at", ASCENDING)], name="of_release"),
        ]

    @property
    def is_emergency(self) -> bool:
        return self.kind is ReleaseKind.emergency

    @property
    def is_retraction(self) -> bool:
        return self.announcement in RETRACTIONS


class CampaignEvent(Record):
    """推送经过: which person decided what about a campaign, when. Append-only; `version` is what the act produced."""

    campaign_id: str
    version: int
    verb: str
    actor: Actor
    at: datetime
    details: dict[str, Any] = {}

    class Settings:
        name = "campaign_events"
        indexes = [
            IndexModel([("campaign_id", ASCENDING), ("version", ASCENDING)], name="version", unique=True),
            IndexModel([("at", ASCENDING)], name="time"),
        ]


class ChunkState(StrEnum):
    ready = "ready"
    leased = "leased"
    done = "done"


class Chunk(Record):
    """推送分片: up to CHUNK_DEVICES devices of one platform. `_id` is derived from (campaign, number): planning twice
    inserts nothing.

    The lease is fenced by `epoch`: whoever lost it can no longer write. `acked` is a bitmap, one bit a device
    whose outcome is known; devices below `sent_mark` without a bit are ambiguous after a crash and are sent again
    with the same ids. `handed` marks those the push service took: a recall goes to them and to nobody else.
    A ready chunk whose `lease_until` lies ahead waits until then: its devices have quiet hours.
    """

    campaign_id: str
    number: int
    platform: Platform = Platform.ios
    device_ids: Packed
    resident_ids: Packed = Field(default_factory=PackedList)  # whose each device is
    tokens: Packed
    last_resident_id: str  # where the step of planning that made this chunk ended: planning goes on behind it
    state: ChunkState = ChunkState.ready
    owner: str | None = None
    epoch: int = 0
    lease_until: datetime
    tries: int = 0  # leases that ended with devices refused for now; waiting for a later hour is none
    sent_mark: int = 0
    acked: bytes = b""
    handed: bytes = b""
    counts: Counts = Field(default_factory=Counts)

    class Settings:
        name = "chunks"
        bson_encoders = PACKED_ENCODERS
        indexes = [
            IndexModel([("state", ASCENDING), ("lease_until", ASCENDING)], name="leasable"),
            IndexModel([("campaign_id", ASCENDING), ("number", ASCENDING)], name="of_campaign", unique=True),
        ]

    @property
    def is_canary(self) -> bool:
        return self.number < 0
