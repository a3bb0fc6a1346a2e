"""Lease (领取分片): read candidates, then compare-and-set by `_id` and epoch. Whoever comes second goes on looking."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.advance import may_go
from content_models.announcements.bitmap import Bitmap
from content_models.announcements.documents import Campaign, CampaignState, Chunk, ChunkState, Counts
from content_models.announcements.repository import ChunkHead
from content_models.kit.store import Store
from content_models.residents.documents import Platform

LEASE = timedelta(seconds=30)  # renewed by every write; longer than any window may take
CANDIDATES = 8


@dataclass(slots=True)
class Lease:
    """One chunk in this process's hands. `settled` and `counts` run ahead of the store until they are flushed."""

    campaign: Campaign
    chunk: Chunk
    epoch: int
    settled: Bitmap
    handed: Bitmap
    counts: Counts
    timed: int = 0  # of the handed: how many have their time written

    @property
    def pending(self) -> list[int]:
        """Indexes of the devices whose outcome is not known, in rising order."""
        return self.settled.clear_below(len(self.chunk.tokens))

    @property
    def is_cancelled(self) -> bool:
        return self.campaign.state is CampaignState.cancelled


async def lease(store: Store, owner: str, avoiding: Sequence[Platform] = ()) -> Lease | None:
    """The next chunk nobody holds, of the oldest campaign that has one, not for the platforms to be avoided; None when
    there is none.

    Expired leases are found by the same query, so a dead pusher's work needs no sweeper of its own.
    """
    ready = [campaign for campaign in await campaigns.open_campaigns() if await may_go(store, campaign)]
    known = {campaign.id: campaign for campaign in ready}
    for group in _by_urgency(ready):
        for head in await _candidates(store, group, avoiding):
            if taken := await _take(store, owner, known[head.campaign_id], head):
                return taken
    return None


def _by_urgency(ready: list[Campaign]) -> list[list[Campaign]]:
    """Emergencies, canaries, then each of the rest by itself, oldest first: none waits behind a digest."""
    first = [one for one in ready if one.is_emergency]
    canaries = [one for one in ready if one.state is CampaignState.canary and one not in first]
    rest = [one for one in ready if one not in first and one not in canaries]
    return [first, canaries, rest]


async def _candidates(store: Store, group: list[Campaign], avoiding: Sequence[Platform]) -> list[ChunkHead]:
    """Chunks of the oldest campaign first; those of one campaign in any order, so that pushers that look at the same
    moment do not fight over the same chunk. Of a campaign in its canary, only the staff's."""
    order = {campaign.id: place for place, campaign in enumerate(group)}
    canary = [one.id for one in group if one.state is CampaignState.canary]
    others = [one.id for one in group if one.state is not CampaignState.canary]
    found = await campaigns.leasable(canary, store.now(), CANDIDATES, avoiding, canary=True)
    found += await campaigns.leasable(others, store.now(), CANDIDATES, avoiding)
    random.shuffle(found)
    return sorted(found, key=lambda head: order[head.campaign_id])


async def _take(store: Store, owner: str, campaign: Campaign, head: ChunkHead) -> Lease | None:
    chunk = await campaigns.find_chunk(head.id)
    if chunk is None or chunk.lease_until > store.now():  # taken, or put off, since it was looked for
        return None
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
    return Lease(campaign, chunk, chunk.epoch + 1, settled, Bitmap(chunk.handed), counts, counts.handed)
