"""All queries for campaigns and chunks. A chunk is changed by `_id` and epoch: the one way every engine is fast at."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from beanie.operators import In, NotIn
from pydantic import BaseModel, Field
from pymongo.errors import BulkWriteError, DuplicateKeyError

from content_models.announcements.documents import (
    Campaign,
    CampaignEvent,
    CampaignState,
    Chunk,
    ChunkState,
    Counts,
)
from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Session, Store
from content_models.residents.documents import Platform

_DUPLICATE_KEY = 11000


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


async def existing(campaign_ids: Sequence[str]) -> set[str]:
    """Those of these ids that there is a campaign of."""
    rows = Campaign.get_pymongo_collection().find({"_id": {"$in": list(campaign_ids)}}, {"_id": 1})
    return {row["_id"] async for row in rows}


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


async def load_version(campaign_id: str, expected: int, session: Session) -> Campaign:
    """Raises NotFound, VersionConflict."""
    campaign = await load(campaign_id, session)
    if campaign.version != expected:
        raise VersionConflict("这次推送刚被他人操作过，请刷新后再决定。", expected=expected, actual=campaign.version)
    return campaign


async def decide(campaign: Campaign, event: CampaignEvent, changes: Mapping[str, Any], session: Session) -> int:
    """A person's decision, applied unless somebody was faster, and remembered for good. Returns the new version.

    Raises VersionConflict.
    """
    result = await Campaign.get_pymongo_collection().update_one(
        {"_id": campaign.id, "version": campaign.version, "state": campaign.state, "finished_at": None},
        {"$set": dict(changes), "$inc": {"version": 1}},
        session=session,
    )
    if result.matched_count == 0:
        raise VersionConflict(
            "这次推送刚有了变化，请刷新后再决定。", expected=campaign.version, actual=campaign.version
        )
    await event.insert(session=session)
    return campaign.version + 1


async def raise_version(campaign: Campaign, event: CampaignEvent, session: Session) -> None:
    """A decision that changes nothing in the campaign itself, whatever state it is in. Raises VersionConflict."""
    result = await Campaign.get_pymongo_collection().update_one(
        {"_id": campaign.id, "version": campaign.version}, {"$inc": {"version": 1}}, session=session
    )
    if result.matched_count == 0:
        raise VersionConflict(
            "这次推送刚有了变化，请刷新后再决定。", expected=campaign.version, actual=campaign.version
        )
    await event.insert(session=session)


async def events_of(campaign_id: str) -> list[CampaignEvent]:
    """What people decided, in order."""
    return await CampaignEvent.find(CampaignEvent.campaign_id == campaign_id).sort("+version").to_list()


async def of_release(release_id: str) -> list[Campaign]:
    """Everything that was told of it, oldest first."""
    return await Campaign.find(Campaign.release_id == release_id).sort("+created_at").to_list()


_AT_WORK = (CampaignState.scheduled, CampaignState.canary, CampaignState.sending, CampaignState.cancelled)


async def open_campaigns(limit: int = 500) -> list[Campaign]:
    """Campaigns whose chunks are to be worked on, oldest first: being sent or about to be, or cancelled and not yet
    accounted for. Those that wait for the end of quiet hours are among them, so there may be a night's worth."""
    query = Campaign.find({"finished_at": None}, In(Campaign.state, _AT_WORK))
    return await query.sort("+created_at").limit(limit).to_list()


async def unfinished(limit: int = 500) -> list[Campaign]:
    """In whatever state, oldest first: what the sweeper looks after."""
    return await Campaign.find({"finished_at": None}).sort("+created_at").limit(limit).to_list()


_FOR_A_PERSON = (CampaignState.awaiting_approval, CampaignState.paused)


async def waiting(limit: int = 500) -> list[Campaign]:
    """Those that wait for a person: for an approval, or to go on."""
    return await Campaign.find({"finished_at": None}, In(Campaign.state, _FOR_A_PERSON)).limit(limit).to_list()


async def count_waiting() -> int:
    return await Campaign.find({"finished_at": None}, In(Campaign.state, _FOR_A_PERSON)).count()


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


async def insert_chunks(store: Store, chunks: Sequence[Chunk]) -> bool:
    """All of them or none; False when a chunk of these numbers is there already."""

    async def insert(session: Session) -> None:
        await Chunk.insert_many(list(chunks), session=session)

    try:
        await store.transaction(insert)
    except BulkWriteError as error:
        if any(failure["code"] != _DUPLICATE_KEY for failure in error.details["writeErrors"]):
            raise
        return False
    return True


async def last_chunk(campaign_id: str) -> Chunk | None:
    """Of the audience, that is: the staff's chunk stands apart."""
    query = Chunk.find(Chunk.campaign_id == campaign_id, Chunk.number >= 0)
    return await query.sort("-number").first_or_none()


async def staff_chunks(campaign_id: str) -> list[Chunk]:
    return await Chunk.find(Chunk.campaign_id == campaign_id, Chunk.number < 0).to_list()


async def wake_chunks(campaign_id: str, now: datetime) -> None:
    """Chunks that wait for a later hour are to be looked at now."""
    await Chunk.get_pymongo_collection().update_many(
        {"campaign_id": campaign_id, "state": ChunkState.ready, "lease_until": {"$gt": now}},
        {"$set": {"lease_until": now}},
    )


async def chunks_of(campaign_id: str) -> list[Chunk]:
    return await Chunk.find(Chunk.campaign_id == campaign_id).sort("+number").to_list()


async def each_chunk(campaign_id: str) -> AsyncIterator[Chunk]:
    """In order, never all of them in memory."""
    async for chunk in Chunk.find(Chunk.campaign_id == campaign_id).sort("+number"):
        yield chunk


async def has_overdue_chunk(campaign_id: str, before: datetime) -> bool:
    """Is there one that could have been worked on since then?"""
    query = {
        "campaign_id": campaign_id,
        "state": {"$in": [ChunkState.ready, ChunkState.leased]},
        "lease_until": {"$lt": before},
    }
    return await Chunk.get_pymongo_collection().find_one(query, {"_id": 1}) is not None


async def leasable(
    campaign_ids: list[str], now: datetime, limit: int, avoiding: Sequence[Platform] = (), *, canary: bool = False
) -> list[ChunkHead]:
    """Chunks nobody holds: ready, or leased by someone whose time ran out; none for the platforms to be avoided.
    Without their devices. `canary`: only the staff's."""
    if not campaign_ids:
        return []
    query = Chunk.find(
        In(Chunk.campaign_id, campaign_ids),
        In(Chunk.state, [ChunkState.ready, ChunkState.leased]),
        Chunk.lease_until <= now,
        NotIn(Chunk.platform, list(avoiding)),
        *([Chunk.number < 0] if canary else []),
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
    return len(every), _sum(every)


def _sum(every: list[Counts]) -> Counts:
    failures: Counter[str] = Counter()
    suppressions: Counter[str] = Counter()
    for counts in every:
        failures.update(counts.failures)
        suppressions.update(counts.suppressions)
    return Counts(
        audience=sum(counts.audience for counts in every),
        handed=sum(counts.handed for counts in every),
        failed=sum(counts.failed for counts in every),
        suppressed=sum(counts.suppressed for counts in every),
        ambiguous=sum(counts.ambiguous for counts in every),
        failures=dict(failures),
        suppressions=dict(suppressions),
        first_handed_at=min((counts.first_handed_at for counts in every if counts.first_handed_at), default=None),
        last_handed_at=max((counts.last_handed_at for counts in every if counts.last_handed_at), default=None),
    )
