"""Plan (编排受众): inbox first, then chunks. Every step can be cut off and done again.

The inbox entries fix the audience: they are written before any chunk, so whoever is pushed to finds the record.
Chunks are made in steps: a stretch of the audience, parted by platform, inserted all at once or not at all (ADR 0016).
Each step is computed from the one before it *as stored*, so a planner that died, or a second one running
beside the first, goes on behind the last chunk and neither skips nor repeats a device.
"""

from collections.abc import Iterator

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.record import finish_campaign
from content_models.announcements.documents import CHUNK_DEVICES, Campaign, CampaignState, Chunk, Counts
from content_models.announcements.rules import chunk_id
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.documents import Device, InboxEntry, Platform
from content_models.residents.rules import inbox_entry_id

STEP_CHUNKS = 4  # a step parted by platform still fills its chunks


async def plan(store: Store, campaign_id: str) -> Campaign:
    """Write inboxes and chunks and open the campaign for sending. Planning twice inserts nothing.

    Raises NotFound. A cancelled campaign is left as it is.
    """
    campaign = await campaigns.load(campaign_id)
    if campaign.state is CampaignState.planning:
        await _write_inboxes(store, campaign)
        await _write_chunks(store, campaign)
        await _open(store, campaign)
        await finish_campaign(store, campaign.id)  # an audience of nobody is done at once
        await store.wake("chunks")
    return await campaigns.load(campaign_id)


async def _write_inboxes(store: Store, campaign: Campaign) -> None:
    if campaign.inboxes_written_at is not None:
        return
    count = 0
    async for resident_ids in residents.followers_of(campaign.channels):
        await residents.deliver([_entry(campaign, resident_id) for resident_id in resident_ids])
        count += len(resident_ids)
    await campaigns.note(campaign.id, {"inboxes_written_at": store.now(), "residents": count})
    await store.wake("inbox")


def _entry(campaign: Campaign, resident_id: str) -> InboxEntry:
    return InboxEntry(
        id=inbox_entry_id(resident_id, campaign.release_id),
        resident_id=resident_id,
        release_id=campaign.release_id,
        campaign_id=campaign.id,
        title=campaign.body,
        at=campaign.created_at,
    )


async def _write_chunks(store: Store, campaign: Campaign) -> None:
    last = await campaigns.last_chunk(campaign.id)
    while devices := await _next_devices(campaign.id, last):
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


async def _next_devices(campaign_id: str, last: Chunk | None) -> list[Device]:
    """A step's devices of the audience behind the last one planned, in the order (resident, device)."""
    size = STEP_CHUNKS * CHUNK_DEVICES
    behind = (last.last_resident_id, last.last_device_id or last.device_ids[-1]) if last else ("", "")
    found: list[Device] = []
    resident_id = behind[0]
    while len(found) < size:
        page = await residents.recipients(campaign_id, resident_id)
        devices = await residents.active_devices(page)
        found += [device for device in devices if (device.resident_id, device.id) > behind]
        if len(page) < residents.BATCH:
            break
        resident_id, behind = page[-1], max(behind, (page[-1], "\uffff"))
    return found[:size]


async def _open(store: Store, campaign: Campaign) -> None:
    chunks, counts = await campaigns.totals(campaign.id)
    await campaigns.note(campaign.id, {"planned_at": store.now(), "chunks": chunks, "counts": counts.model_dump()})
    await campaigns.change(campaign.id, CampaignState.planning, {"state": CampaignState.sending})
