"""All queries for campaigns and chunks. A chunk is changed by `_id` and epoch: the one way every engine is fast at."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from beanie.operators import In
from pydantic import BaseModel, Field
from pymongo.errors import DuplicateKeyError

from content_models.announcements.documents import Campaign, CampaignState, Chunk, ChunkState, Counts
from content_models.kit.errors import NotFound
from content_models.kit.store import Session


class ChunkHead(BaseModel):
    """As much of a chunk as is read of many, to choose one."""

    id: str = Field(alias="_id")
    campaign_id: str


async def load(campaign_id: str, session: Session | None = None) -> Campaign:
    campaign = await find(campaign_id, session)
    if campaign is None:
        raise NotFound("没有找到这次推送。", campaign_id=campaign_id)
    return campaign


async def find(campaign_id: str, session: Session | None = None) -> Campaign | None:
    return await Campaign.get(campaign_id, session=session)


async def insert_once(campaign: Campaign) -> Campaign:
    """The campaign as stored: the one given, or the one that was there first."""
    try:
        return await campaign.insert()
    except DuplicateKeyError:
        return await load(campaign.id)


async def newest(limit: int = 50) -> list[Campaign]:
    return await Campaign.find_all().sort("-created_at").limit(limit).to_list()


async def newest_with_inboxes(limit: int = 50) -> list[str]:
    """Ids of the newest campaigns whose inboxes are written, newest first."""
    rows = Campaign.get_pymongo_collection().find({}, {"inboxes_written_at": 1}).sort("created_at", -1).limit(limit)
    return [row["_id"] async for row in rows if row.get("inboxes_written_at")]


async def open_campaigns(limit: int = 50) -> list[Campaign]:
    """Campaigns whose chunks are to be worked on, oldest first: being sent, or cancelled and not yet accounted for."""
    query = Campaign.find({"finished_at": None}, In(Campaign.state, [CampaignState.sending, CampaignState.cancelled]))
    return await query.sort("+created_at").limit(limit).to_list()


async def state_of(campaign_id: str) -> CampaignState | None:
    """Read alone: it is asked before every window."""
    row = await Campaign.get_pymongo_collection().find_one({"_id": campaign_id}, {"state": 1})
    return CampaignState(row["state"]) if row else None


async def change(
    campaign_id: str, state: CampaignState, changes: Mapping[str, Any], session: Session | None = None
) -> bool:
    """Compare-and-set: applied only while the campaign is in `state`."""
    result = await Campaign.get_pymongo_collection().update_one(
        {"_id": campaign_id, "state": state, "finished_at": None}, {"$set": dict(changes)}, session=session
    )
    return result.matched_count == 1


async def note(campaign_id: str, changes: Mapping[str, Any]) -> None:
    """Facts about planning, true whatever the state."""
    await Campaign.get_pymongo_collection().update_one({"_id": campaign_id}, {"$set": dict(changes)})


async def insert_chunk(chunk: Chunk) -> bool:
    """False when a chunk of this number is there already."""
    try:
        await chunk.insert()
    except DuplicateKeyError:
        return False
    return True


async def last_chunk(campaign_id: str) -> Chunk | None:
    return await Chunk.find(Chunk.campaign_id == campaign_id).sort("-number").first_or_none()


async def chunks_of(campaign_id: str) -> list[Chunk]:
    return await Chunk.find(Chunk.campaign_id == campaign_id).sort("+number").to_list()


async def leasable(campaign_ids: list[str], now: datetime, limit: int) -> list[ChunkHead]:
    """Chunks nobody holds: ready, or leased by someone whose time ran out. Without their devices."""
    if not campaign_ids:
        return []
    query = Chunk.find(
        In(Chunk.campaign_id, campaign_ids),
        In(Chunk.state, [ChunkState.ready, ChunkState.leased]),
        Chunk.lease_until <= now,
    )
    return await query.limit(limit).project(ChunkHead).to_list()


async def find_chunk(chunk_id: str) -> Chunk | None:
    return await Chunk.get(chunk_id)


async def write_chunk(chunk_id: str, epoch: int, changes: Mapping[str, Any], *, raise_epoch: bool = False) -> bool:
    """Apply `changes` if the chunk is unfinished and still at `epoch`; False when the lease has moved on."""
    update: dict[str, Any] = {"$set": dict(changes)}
    if raise_epoch:
        update["$inc"] = {"epoch": 1}
    result = await Chunk.get_pymongo_collection().update_one(
        {"_id": chunk_id, "epoch": epoch, "state": {"$ne": ChunkState.done}}, update
    )
    return result.matched_count == 1


async def has_unfinished_chunk(campaign_id: str) -> bool:
    query = {"campaign_id": campaign_id, "state": {"$ne": ChunkState.done}}
    return await Chunk.get_pymongo_collection().find_one(query, {"_id": 1}) is not None


async def totals(campaign_id: str) -> tuple[int, Counts]:
    """How many chunks there are, and the sum of their counts."""
    rows = await Chunk.get_pymongo_collection().find({"campaign_id": campaign_id}, {"counts": 1}).to_list()
    every = [Counts.model_validate(row["counts"]) for row in rows]
    failures: Counter[str] = Counter()
    for counts in every:
        failures.update(counts.failures)
    return len(every), Counts(
        audience=sum(counts.audience for counts in every),
        handed=sum(counts.handed for counts in every),
        failed=sum(counts.failed for counts in every),
        suppressed=sum(counts.suppressed for counts in every),
        ambiguous=sum(counts.ambiguous for counts in every),
        failures=dict(failures),
    )
