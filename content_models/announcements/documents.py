"""Campaign (推送任务) and Chunk (推送分片)."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from content_models.announcements.packed import PACKED_ENCODERS, Packed
from content_models.kit.records import Record

CHUNK_DEVICES = 5000


class CampaignState(StrEnum):
    planning = "planning"
    sending = "sending"
    done = "done"
    cancelled = "cancelled"


class Counts(BaseModel):
    """handed + failed + suppressed = audience, or the reconciler says so. `ambiguous` were sent twice at worst,
    with equal apns-id and collapse-id."""

    audience: int = 0
    handed: int = 0
    failed: int = 0
    suppressed: int = 0
    ambiguous: int = 0
    failures: dict[str, int] = {}  # by reason

    @property
    def settled(self) -> int:
        return self.handed + self.failed + self.suppressed


class Campaign(Record):
    """推送任务. `_id` is derived from (kind of announcement, release): announcing twice is impossible.

    `finished_at` is set when every chunk is accounted for, also after a cancellation.
    """

    release_id: str
    interpretation_ids: list[str] = []
    title: str
    body: str
    collapse_id: str
    channels: list[str]
    state: CampaignState = CampaignState.planning
    counts: Counts = Field(default_factory=Counts)
    residents: int = 0  # in whose inbox it stands
    chunks: int = 0
    inboxes_written_at: datetime | None = None  # from then on the audience is fixed
    planned_at: datetime | None = None  # from then on no chunk is added
    created_at: datetime
    finished_at: datetime | None = None
    balanced: bool | None = None  # at the end: was everyone of the audience accounted for?

    class Settings:
        name = "campaigns"
        indexes = [
            IndexModel([("finished_at", ASCENDING), ("created_at", ASCENDING)], name="open"),
            IndexModel([("created_at", DESCENDING)], name="newest"),
        ]


class ChunkState(StrEnum):
    ready = "ready"
    leased = "leased"
    done = "done"


class Chunk(Record):
    """推送分片: up to CHUNK_DEVICES devices. `_id` is derived from (campaign, number): planning twice inserts nothing.

    The lease is fenced by `epoch`: whoever lost it can no longer write. `acked` is a bitmap, one bit a device
    whose outcome is known; devices below `sent_mark` without a bit are ambiguous after a crash and are sent again
    with the same ids.
    """

    campaign_id: str
    number: int
    device_ids: Packed
    tokens: Packed
    last_resident_id: str  # whose device stands last: planning goes on behind it after a crash
    state: ChunkState = ChunkState.ready
    owner: str | None = None
    epoch: int = 0
    lease_until: datetime
    sent_mark: int = 0
    acked: bytes = b""
    counts: Counts = Field(default_factory=Counts)

    class Settings:
        name = "chunks"
        bson_encoders = PACKED_ENCODERS
        indexes = [
            IndexModel([("state", ASCENDING), ("lease_until", ASCENDING)], name="leasable"),
            IndexModel([("campaign_id", ASCENDING), ("number", ASCENDING)], name="of_campaign", unique=True),
        ]
