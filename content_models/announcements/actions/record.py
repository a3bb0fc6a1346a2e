"""Record (登记结果): what was handed to the push service. Every write is fenced by the lease's epoch.

`mark_sent` comes before the socket, `flush` after the answers: whatever lies between the two when a pusher
dies is ambiguous, and only that is sent again (with the same apns-id and collapse-id).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.lease import LEASE, Lease
from content_models.announcements.documents import CampaignState, ChunkState, Suppression
from content_models.announcements.errors import LeaseLost
from content_models.kit.store import Store

_ENDING = frozenset({CampaignState.sending, CampaignState.cancelled})

log = structlog.get_logger()


def note_handed(lease: Lease, index: int) -> None:
    if index not in lease.settled:
        lease.settled.set(index)
        lease.handed.set(index)
        lease.counts.handed += 1


def note_all_handed(lease: Lease, indexes: Sequence[int]) -> None:
    """What nearly every outcome is: noted a thousand at a time."""
    lease.counts.handed += lease.settled.set_all(indexes)
    lease.handed.set_all(indexes)


def note_failed(lease: Lease, index: int, reason: str) -> None:
    if index not in lease.settled:
        lease.settled.set(index)
        lease.counts.failed += 1
        lease.counts.failures[reason] = lease.counts.failures.get(reason, 0) + 1


def note_suppressed(lease: Lease, indexes: Sequence[int], why: Suppression) -> None:
    """These will not be sent, on purpose."""
    for index in indexes:
        if index not in lease.settled:
            lease.settled.set(index)
            lease.counts.suppressed += 1
            lease.counts.suppressions[why] = lease.counts.suppressions.get(why, 0) + 1


def note_ambiguous(lease: Lease, count: int) -> None:
    """Sent, and the answer lost: they are going to be sent again."""
    lease.counts.ambiguous += count


async def mark_sent(store: Store, lease: Lease, upto: int) -> None:
    """Say, before the first byte, that devices below `upto` may have been sent. Raises LeaseLost.

    The same write takes the outcomes of the window before along.
    """
    lease.chunk.sent_mark = max(lease.chunk.sent_mark, upto)
    await _write(store, lease, {**_outcome(store, lease), "sent_mark": lease.chunk.sent_mark})


async def flush(store: Store, lease: Lease) -> None:
    """Write the bitmap and the counts as they are now. Raises LeaseLost."""
    await _write(store, lease, _outcome(store, lease))


async def finish_chunk(store: Store, lease: Lease) -> None:
    """Every device of the chunk is settled. Raises LeaseLost."""
    await _write(store, lease, {**_outcome(store, lease), "state": ChunkState.done, "owner": None})
    await finish_campaign(store, lease.campaign.id)


async def give_back(store: Store, lease: Lease, *, pause: bool = False, until: datetime | None = None) -> None:
    """Leave the rest to whoever comes next: at once, after a while (`pause`), or at that hour. Raises LeaseLost."""
    next_look = until or (store.now() + LEASE if pause else store.now())
    freed = {"sent_mark": 0, "state": ChunkState.ready, "owner": None, "lease_until": next_look}
    freed["tries"] = lease.chunk.tries + pause
    await _write(store, lease, {**_outcome(store, lease), **freed})


def _outcome(store: Store, lease: Lease) -> dict[str, Any]:
    counts = lease.counts
    if counts.handed > lease.timed:
        lease.timed, counts.last_handed_at = counts.handed, store.now()
        counts.first_handed_at = counts.first_handed_at or counts.last_handed_at
    return {"acked": bytes(lease.settled), "handed": bytes(lease.handed), "counts": counts.model_dump()}


async def finish_campaign(store: Store, campaign_id: str) -> bool:
    """Close the campaign if every chunk is done, and check that everyone is accounted for. True when it closed now."""
    if await campaigns.has_unfinished_chunk(campaign_id):  # asked first: after nearly every chunk that ends the matter
        return False
    campaign = await campaigns.load(campaign_id)
    if campaign.state not in _ENDING or campaign.finished_at:
        return False
    chunks, counts = await campaigns.totals(campaign_id)
    balanced = counts.settled == counts.audience
    if campaign.state is CampaignState.sending:
        balanced = balanced and (chunks, counts.audience) == (campaign.chunks, campaign.counts.audience)
    if not balanced:
        log.error("campaign_unbalanced", campaign=campaign_id, counts=counts.model_dump())
    ended = CampaignState.done if campaign.state is CampaignState.sending else campaign.state
    outcome = {"state": ended, "counts": counts.model_dump(), "balanced": balanced, "finished_at": store.now()}
    return await campaigns.change(campaign_id, campaign.state, outcome)


async def _write(store: Store, lease: Lease, changes: dict[str, Any]) -> None:
    renewed = {"lease_until": store.now() + LEASE, **changes}
    if not await campaigns.write_chunk(lease.chunk.id, lease.epoch, renewed):
        raise LeaseLost(chunk_id=lease.chunk.id)
