"""Plan (编排受众): inbox first, then chunks. Every step can be cut off and done again.

The audience is taken from the roster in steps: a stretch of residents is put into their inboxes, and only then their
devices, parted by platform, become chunks, all at once or not at all (ADR 0017). So whoever is pushed to finds the
record. Each step begins behind the one before it *as stored*, so a planner that died, or a second one running beside
the first, goes on behind the last chunk and neither skips nor repeats a device.
"""

from collections.abc import Iterator, Sequence

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.address import address, close_inboxes
from content_models.announcements.actions.advance import open_for_sending
from content_models.announcements.actions.record import finish_campaign
from content_models.announcements.actions.retrace import has_settled, retrace
from content_models.announcements.actions.steps import Step, addressed, next_step
from content_models.announcements.documents import (
    CHUNK_BYTES,
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
from content_models.residents.documents import Platform
from content_models.residents.roster.actions.fold import fold
from content_models.residents.roster.actions.rebuild import ensure
from content_models.residents.roster.rules import Addressed


async def plan(store: Store, campaign_id: str, limits: PushLimits = DEFAULT_LIMITS) -> Campaign:
    """Write inboxes and chunks and open the campaign for sending. Planning twice inserts nothing.

    Raises NotFound. A cancelled campaign is left as it is; so is, for now, a retraction of what is still being sent,
    and everything while another process builds the first roster.
    """
    campaign = await campaigns.load(campaign_id)
    if campaign.state is CampaignState.planning and await has_settled(campaign) and await ensure(store):
        await (retrace if campaign.is_retraction else _write_steps)(store, campaign)
        chunks, counts = await campaigns.totals(campaign.id)
        canary = not campaign.is_retraction and bool(await campaigns.staff_chunks(campaign.id))
        facts = {"planned_at": store.now(), "chunks": chunks, "counts": counts.model_dump(), "has_canary": canary}
        await campaigns.note(campaign.id, facts)
        await open_for_sending(store, campaign.id, limits)
        await finish_campaign(store, campaign.id)  # an audience of nobody is done at once
        await store.wake("chunks")
    return await campaigns.load(campaign_id)


async def _write_steps(store: Store, campaign: Campaign) -> None:
    if campaign.announcement is not Announcement.digest and (staff := await residents.staff_devices(CHUNK_DEVICES)):
        copies = [addressed(device) for device in staff]
        await campaigns.insert_chunks(store, _chunks(store, campaign.id, FIRST_STAFF_CHUNK, copies, ""))
    await fold(store)
    last = await campaigns.last_chunk(campaign.id)
    number, after = (last.number + 1, last.last_resident_id) if last else (0, "")
    while step := await next_step(campaign, after):
        await address(campaign, step.residents)
        number, after = await _write_chunks(store, campaign, number, step)
    await close_inboxes(store, campaign)


async def _write_chunks(store: Store, campaign: Campaign, number: int, step: Step) -> tuple[int, str]:
    """Where the next step begins: the chunk's number, and the resident behind whom."""
    chunks = _chunks(store, campaign.id, number, step.devices, step.end)
    if not chunks or await campaigns.insert_chunks(store, chunks):
        return number + len(chunks), step.end
    last = await campaigns.last_chunk(campaign.id)  # another planner was faster, and may have taken another stretch
    return (last.number + 1, last.last_resident_id) if last else (0, "")


def _chunks(store: Store, campaign_id: str, number: int, devices: Sequence[Addressed], end: str) -> list[Chunk]:
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
            last_resident_id=end,
            lease_until=store.now(),
            counts=Counts(audience=len(part)),
        )
        for offset, part in enumerate(_of_one_platform(devices))
    ]


def _of_one_platform(devices: Sequence[Addressed]) -> Iterator[list[Addressed]]:
    """Parts that one chunk may hold: so many devices, and so many bytes of addresses."""
    for platform in Platform:
        part: list[Addressed] = []
        size = 0
        for device in devices:
            if device.platform is not platform:
                continue
            if len(part) == CHUNK_DEVICES or size + device.size > CHUNK_BYTES:
                yield part
                part, size = [], 0
            part.append(device)
            size += device.size
        if part:
            yield part
