"""The residents of bench/push.py's row with admission: each with a phone, a follow and the notice in the inbox."""

from datetime import timedelta

from content_models.announcements.documents import Campaign, Chunk
from content_models.kit.clock import utc_now
from content_models.kit.ids import derived_id
from content_models.kit.records import insert_rows
from content_models.releases.documents import ReleaseKind
from content_models.residents.documents import (
    Device,
    Follow,
    FollowTarget,
    InboxEntry,
    Platform,
    Preferences,
    QuietHours,
    Resident,
)
from content_models.residents.rules import follow_id, inbox_entry_id

BATCH = 1000
CAMPAIGN, RELEASE = derived_id("bench", "campaign"), derived_id("bench", "release")
CHANNEL = "topic:housing"


def resident(number: int) -> str:
    return f"{number:08x}-0000-7000-8000-000000000000"


def device(number: int) -> str:
    return f"{number:08x}-0000-5000-8000-000000000000"


async def settle(count: int) -> None:
    """So many residents live there from now on; those who do already stay."""
    for start in range(await Resident.count(), count, BATCH):
        await _settle(range(start, min(start + BATCH, count)))


async def forget_campaign() -> None:
    """What the run before left: the campaign, not the entries it stands in."""
    await Campaign.find(Campaign.id == CAMPAIGN).delete()
    await Chunk.find(Chunk.campaign_id == CAMPAIGN).delete()


async def _settle(numbers: range) -> None:
    now = utc_now()
    ids = [resident(number) for number in numbers]
    awake = Preferences(quiet_hours=QuietHours(start=0, end=0))  # a figure must not depend on the hour it is taken at
    phones = [
        Device(id=device(number), resident_id=resident(number), platform=Platform.ios, token="", registered_at=now)
        for number in numbers
    ]
    topic = {"target": FollowTarget.topic, "target_id": "housing"}
    follows = [Follow(id=follow_id(one, **topic), resident_id=one, channel=CHANNEL, at=now, **topic) for one in ids]
    entries = [
        InboxEntry(
            id=inbox_entry_id(one, RELEASE),
            resident_id=one,
            release_id=RELEASE,
            campaign_id=CAMPAIGN,
            kind=ReleaseKind.policy,
            title="关于示例的通知（附解读）",
            at=now,
            expires_at=now + timedelta(days=365),
        )
        for one in ids
    ]
    await insert_rows(Device, phones)
    await insert_rows(Follow, follows)
    await insert_rows(InboxEntry, entries)
    await insert_rows(Resident, [Resident(id=one, created_at=now, preferences=awake) for one in ids])
