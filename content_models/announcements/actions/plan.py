"""Plan (编排受众): inbox first, then chunks. Every step can be cut off and done again.

The inbox entries fix the audience: they are written before any chunk, so whoever is pushed to finds the record.
Chunks are made in steps: a stretch of the audience, parted by platform, inserted all at once or not at all (ADR 0017).
Each step is computed from the one before it *as stored*, so a planner that died, or a second one running
beside the first, goes on behind the last chunk and neither skips nor repeats a device.
"""

from collections.abc import Iterator

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.address import address, recipients
from content_models.announcements.actions.advance import open_for_sending
from content_models.announcements.actions.record import finish_campaign
from content_models.announcements.actions.retrace import has_settled, retrace
from content_models.announcements.documents import (
    CHUNK_DEVICES,
    FIRST_STAFF_CHUNK,
    Announcement,
    Campaign,
    CampaignState,
    Chunk,
    Counts,
)
from content_models.announcements.limits import DEFAULT_LIMITS, PushLimits
from content_models.announcements.rules import chunk_id
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.documents import Device, Platform

STEP_CHUNKS = 4  # a step parted by platform still fills its chunks


async def plan(store: Store, campaign_id: str, limits: PushLimits = DEFAULT_LIMITS) -> Campaign:
    """Write inboxes and chunks and open the campaign for sending. Planning twice inserts nothing.

    Raises NotFound. A cancelled campaign is left as it is; so is, for now, a retraction of what is still being sent.
    """
    campaign = await campaigns.load(campaign_id)
    if campaign.state is CampaignState.planning and await has_settled(campaign):
        await address(store, campaign)
        await (retrace if campaign.is_retraction else _write_chunks)(store, campaign)
        chunks, counts = await campaigns.totals(campaign.id)
        canary = not campaign.is_retraction and bool(await campaigns.staff_chunks(campaign.id))
        facts = {"planned_at": store.now(), "chunks": chunks, "counts": counts.model_dump(), "has_canary": canary}
        await campaigns.note(campaign.id, facts)
        await open_for_sending(store, campaign.id, limits)
        await finish_campaign(store, campaign.id)  # an audience of nobody is done at once
        await store.wake("chunks")
    return await campaigns.load(campaign_id)


async def _write_chunks(store: Store, campaign: Campaign) -> None:
    if campaign.announcement is not Announcement.digest and (staff := await residents.staff_devices(CHUNK_DEVICES)):
        await campaigns.insert_chunks(store, _chunks(store, campaign.id, FIRST_STAFF_CHUNK, staff))
    last = await campaigns.last_chunk(campaign.id)
    while devices := await _next_devices(campaign, last):
        chunks = _chunks(store, campaign.id, last.number + 1 if last else 0, devices)
        inserted = await campaigns.insert_chunks(store, chunks)
        last = chunks[-1] if inserted else await campaigns.last_chunk(campaign.id)


def _chunks(store: Store, campaign_id: str, number: int, devices: list[Device]) -> list[Chunk]:
    """One step: these devices, each chunk of one platform, all chunks knowing where the step ended."""
    return [
        Chunk(
            id=chunk_id(campaign_id, number + offset),
            campaign_id=campaign_id,
            number=number + offset,
            platform=part[0].platform,
            device_ids=[device.id for device in part],
            resident_ids=[device.resident_id for device in part],
            tokens=[device.token for device in part],
            last_resident_id=devices[-1].resident_id,
            last_device_id=devices[-1].id,
            lease_until=store.now(),
            counts=Counts(audience=len(part)),
        )
        for offset, part in enumerate(_of_one_platform(devices))
    ]


def _of_one_platform(devices: list[Device]) -> Iterator[list[Device]]:
    for platform in Platform:
        same = [device for device in devices if device.platform is platform]
        for start in range(0, len(same), CHUNK_DEVICES):
            yield same[start : start + CHUNK_DEVICES]


async def _next_devices(campaign: Campaign, last: Chunk | None) -> list[Device]:
    """A step's devices of the audience behind the last one planned, in the order (resident, device)."""
    size = STEP_CHUNKS * CHUNK_DEVICES
    found: list[Device] = []
    after = ""
    if last is not None:
        after, behind = last.last_resident_id, last.last_device_id or last.device_ids[-1]
        found = [one for one in await residents.active_devices([after]) if one.id > behind]
    while len(found) < size and (page := await recipients(campaign, after)):
        found += await residents.active_devices(page)
        after = page[-1]
    return found[:size]
