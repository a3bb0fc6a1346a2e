"""Lease (领取分片): read candidates, then compare-and-set by `_id` and epoch. Whoever comes second goes on looking."""

import random
from dataclasses import dataclass
from datetime import timedelta

from content_models.announcements import repository as campaigns
from content_models.announcements.bitmap import Bitmap
from content_models.announcements.documents import Campaign, CampaignState, Chunk, ChunkState, Counts
from content_models.kit.store import Store

LEASE = timedelta(seconds=30)  # renewed by every write; longer than any window may take
CANDIDATES = 8


@dataclass(slots=True)
class Lease:
    """One chunk in this process's hands. `settled` and `counts` run ahead of the store until they are flushed."""

    campaign: Campaign
    chunk: Chunk
    epoch: int
    settled: Bitmap
    counts: Counts

    @property
    def pending(self) -> list[int]:
        """Indexes of the devices whose outcome is not known, in rising order."""
        return self.settled.clear_below(len(self.chunk.tokens))

    @property
    def is_cancelled(self) -> bool:
        return self.campaign.state is CampaignState.cancelled


async def lease(store: Store, owner: str) -> Lease | None:
    """The next chunk nobody holds, of the oldest campaign that has one; None when there is none.

    Expired leases are found by the same query, so a dead pusher's work needs no sweeper of its own.
    """
    for campaign in await campaigns.open_campaigns():
        candidates = await campaigns.leasable([campaign.id], store.now(), CANDIDATES)
        random.shuffle(candidates)  # pushers that look at the same moment do not fight over the same chunk
        for head in candidates:
            chunk = await campaigns.find_chunk(head.id)
            if chunk and (taken := await _take(store, owner, campaign, chunk)):
                return taken
    return None


async def _take(store: Store, owner: str, campaign: Campaign, chunk: Chunk) -> Lease | None:
    settled = Bitmap(chunk.acked)
    counts = chunk.counts.model_copy(deep=True)
    counts.ambiguous += len(settled.clear_below(chunk.sent_mark))
    changes = {
        "state": ChunkState.leased,
        "owner": owner,
        "lease_until": store.now() + LEASE,
        "counts": counts.model_dump(),
    }
    if not await campaigns.write_chunk(chunk.id, chunk.epoch, changes, raise_epoch=True):
        return None
    return Lease(campaign, chunk, chunk.epoch + 1, settled, counts)
