"""The pusher: lease a chunk, send what is not settled, record, give feedback, finish. One per core.

It keeps nothing that matters in memory: killed at any point, another one takes the chunk when the lease runs out.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.actions import record
from content_models.announcements.actions.lease import Lease, lease
from content_models.announcements.documents import CampaignState
from content_models.announcements.errors import LeaseLost
from content_models.kit.store import Store
from content_models.residents import repository as residents
from push.channels.channel import Channel, Notice, Target
from push.resting import Resting
from push.window import Window

WINDOW_DEVICES = 250  # what may be in doubt after a crash
ATTEMPTS = 4  # for one device within one lease; afterwards it counts as failed
PAUSES = (0.2, 0.5, 1.0)  # seconds before each further attempt

log = structlog.get_logger()


async def run_pusher(
    store: Store, channel: Channel, *, owner: str, stop: asyncio.Event, wait: Callable[[], Awaitable[None]]
) -> None:
    """Send until `stop` is set; look for chunks whenever `wait()` returns (a wake-up or its time-out).

    A window under way is finished first; the rest of the chunk goes back to the others. A platform in trouble does
    not keep the chunks of the others waiting.
    """
    resting = Resting()
    while not stop.is_set():
        taken = await lease(store, owner, avoiding=resting.platforms)
        if taken is None:
            await wait()
        elif not await work(store, channel, taken, stop):
            resting.add(taken.chunk.platform)


async def work(store: Store, channel: Channel, taken: Lease, stop: asyncio.Event) -> bool:
    """Settle one chunk, or as much of it as stopping and trouble allow. False when there is reason to wait."""
    try:
        return await _send_windows(store, channel, taken, stop)
    except LeaseLost:
        log.warning("lease_lost", chunk=taken.chunk.id)
        return True


async def _send_windows(store: Store, channel: Channel, taken: Lease, stop: asyncio.Event) -> bool:
    while pending := taken.pending:
        if await campaigns.state_of(taken.campaign.id) is CampaignState.cancelled:
            record.note_suppressed(taken, pending)
        elif stop.is_set():
            await record.give_back(store, taken, pause=False)
            return False
        elif not await _send_window(store, channel, taken, pending[:WINDOW_DEVICES]):
            await record.give_back(store, taken, pause=True)
            return False
    await record.finish_chunk(store, taken)
    return True


async def _send_window(store: Store, channel: Channel, taken: Lease, indexes: list[int]) -> bool:
    """Send to these devices until each is settled; False when there is no sense in going on now."""
    window = Window(taken, store.now())
    await record.mark_sent(store, taken, indexes[-1] + 1)
    for pause in (*PAUSES, None):
        await channel.send(_notice(taken), _targets(taken, indexes), window.deliver)
        await residents.retire(window.retirements())
        indexes = window.again()
        if window.must_wait or not indexes or pause is None:
            break
        await record.flush(store, taken)
        await asyncio.sleep(pause)
    if not window.must_wait:
        window.give_up(indexes)
    await record.flush(store, taken)
    return not window.must_wait


def _notice(taken: Lease) -> Notice:
    campaign = taken.campaign
    return Notice(
        campaign.id,
        campaign.release_id,
        campaign.title,
        campaign.body,
        campaign.collapse_id,
        taken.chunk.platform,
        campaign.asked_for,
    )


def _targets(taken: Lease, indexes: list[int]) -> list[Target]:
    return [Target(index, taken.chunk.tokens[index]) for index in indexes]
