"""The pusher: lease a chunk, send what is not settled, record, give feedback, finish. One per core.

It keeps nothing that matters in memory: killed at any point, another one takes the chunk when the lease runs out.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.actions import record
from content_models.announcements.actions.admit import Admission, admit
from content_models.announcements.actions.advance import stop as stop_campaign
from content_models.announcements.actions.lease import Lease, lease
from content_models.announcements.documents import UNDER_WAY, CampaignState, Suppression
from content_models.announcements.errors import LeaseLost
from content_models.announcements.limits import DEFAULT_LIMITS, PushLimits
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
    store: Store,
    channel: Channel,
    *,
    owner: str,
    stop: asyncio.Event,
    wait: Callable[[], Awaitable[None]],
    limits: PushLimits = DEFAULT_LIMITS,
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
        elif not await work(store, channel, taken, stop, limits):
            resting.add(taken.chunk.platform)


async def work(
    store: Store, channel: Channel, taken: Lease, stop: asyncio.Event, limits: PushLimits = DEFAULT_LIMITS
) -> bool:
    """Settle one chunk, or as much of it as stopping and trouble allow. False when there is reason to wait."""
    try:
        admission = Admission() if taken.is_cancelled else await admit(store, taken, limits)
        return await _send_windows(store, channel, taken, stop, admission)
    except LeaseLost:
        log.warning("lease_lost", chunk=taken.chunk.id)
        return True


async def _send_windows(
    store: Store, channel: Channel, taken: Lease, stop: asyncio.Event, admission: Admission
) -> bool:
    """What people decide about the campaign is looked at before every window. False when its platform is in trouble."""
    while pending := taken.pending:
        state = await campaigns.state_of(taken.campaign.id)
        admitted = [index for index in admission.now if index not in taken.settled]
        if state is CampaignState.cancelled:
            record.note_suppressed(taken, pending, Suppression.cancelled)
        elif stop.is_set() or state not in UNDER_WAY:
            await record.give_back(store, taken)
            return True
        elif not admitted:
            await record.give_back(store, taken, until=admission.until)
            return True
        elif not await _send_window(store, channel, taken, admitted[:WINDOW_DEVICES]):
            await record.give_back(store, taken, pause=True)
            return False
    await record.finish_chunk(store, taken)
    return True


async def _send_window(store: Store, channel: Channel, taken: Lease, indexes: list[int]) -> bool:
    """Send to these devices until each is settled; False when there is no sense in going on now."""
    window = Window(taken, store.now())
    await record.mark_sent(store, taken, indexes[-1] + 1)
    for attempt, pause in enumerate((*PAUSES, None)):
        if attempt and await campaigns.state_of(taken.campaign.id) not in UNDER_WAY:
            return True  # stopped between two attempts: the caller looks at the state and leaves the rest
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
    if window.halted_because and not await _anybody_reached(taken):
        await stop_campaign(store, taken.campaign, window.halted_because)
    return not window.must_wait


async def _anybody_reached(taken: Lease) -> bool:
    """A notice that the push service has never taken, and now refuses, is wrong itself; or we are."""
    return taken.counts.handed > 0 or (await campaigns.totals(taken.campaign.id))[1].handed > 0


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
