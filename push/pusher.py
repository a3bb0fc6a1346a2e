"""The pusher: lease a chunk, send what is not settled, record, give feedback, finish. One per core.

It keeps nothing that matters in memory: killed at any point, another one takes the chunk when the lease runs out.
"""

import asyncio
from bisect import bisect_left
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.actions import record
from content_models.announcements.actions.admit import Admission, admit
from content_models.announcements.actions.advance import stop as stop_campaign
from content_models.announcements.actions.lease import Lease, lease
from content_models.announcements.documents import UNDER_WAY, Announcement, Campaign, CampaignState, Suppression
from content_models.announcements.errors import LeaseLost
from content_models.announcements.limits import DEFAULT_LIMITS, PushLimits
from content_models.kit.store import Store
from content_models.residents import repository as residents
from push.channels.channel import Channel, Interruption, Notice, Target
from push.resting import Resting
from push.window import Window

WINDOW_DEVICES = 2500  # of one chunk: what may be in doubt after a crash, and what a cancellation waits for
CHUNKS_AT_ONCE = 2  # while one waits for its last answers, or for the store, the other keeps the wire busy
ATTEMPTS_AFTER = (0.2, 0.5, 1.0)  # seconds before each further attempt within one lease
FLUSH_EVERY = 0.5  # seconds, while a window takes longer
RENEW_EVERY = 8.0  # seconds, while it is asked who may be disturbed
LOOK_EVERY = 1.0  # seconds: for an urgent chunk, while others are under way

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

    Windows under way are finished first; the rest of their chunks goes back to the others. A platform in trouble does
    not keep the chunks of the others waiting.
    """
    resting = Resting()
    running: set[asyncio.Task[None]] = set()
    async with asyncio.TaskGroup() as group:
        while not stop.is_set():
            has_room = len(running) < CHUNKS_AT_ONCE
            taken = await lease(store, owner, avoiding=resting.platforms) if has_room else None
            if taken is not None:
                running.add(group.create_task(_work_or_rest(store, channel, taken, stop, limits, resting)))
                await asyncio.sleep(0)
            elif running:  # until one is done with, or it is time to look for others
                _, running = await asyncio.wait(running, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
            else:
                await wait()


async def _work_or_rest(
    store: Store, channel: Channel, taken: Lease, stop: asyncio.Event, limits: PushLimits, resting: Resting
) -> None:
    if not await work(store, channel, taken, stop, limits):
        resting.add(taken.chunk.platform)


async def work(
    store: Store, channel: Channel, taken: Lease, stop: asyncio.Event, limits: PushLimits = DEFAULT_LIMITS
) -> bool:
    """Settle one chunk, or as much of it as stopping and trouble allow. False when there is reason to wait."""
    try:
        admission = Admission() if taken.is_cancelled else await _admitted(store, taken, limits)
        return await _send_windows(store, channel, taken, stop, admission)
    except LeaseLost:
        log.warning("lease_lost", chunk=taken.chunk.id)
        return True


async def _admitted(store: Store, taken: Lease, limits: PushLimits) -> Admission:
    """Whoever is asked for may be thousands, and the store slow: the lease is renewed meanwhile. Raises LeaseLost."""
    asking = asyncio.create_task(admit(store, taken, limits))
    try:
        while not (await asyncio.wait([asking], timeout=RENEW_EVERY))[0]:
            await record.flush(store, taken)
        return await asking
    finally:
        asking.cancel()


async def _send_windows(
    store: Store, channel: Channel, taken: Lease, stop: asyncio.Event, admission: Admission
) -> bool:
    """What people decide about the campaign is looked at before every window. False when its platform is in trouble."""
    unsent, leftover = admission.now, False
    while pending := taken.pending:
        state = await campaigns.state_of(taken.campaign.id)
        if state is CampaignState.cancelled:
            record.note_suppressed(taken, pending, Suppression.cancelled)
        elif stop.is_set() or state not in UNDER_WAY:
            await record.give_back(store, taken)
            return True
        elif not unsent:
            await record.give_back(store, taken, pause=leftover, until=None if leftover else admission.until)
            return True
        else:
            count = _window_of(unsent)
            window = await _send_window(store, channel, taken, unsent[:count])
            unsent, leftover = unsent[count:], leftover or window.leftover
            if window.must_wait:
                await record.give_back(store, taken, pause=True)
                return False
    await record.finish_chunk(store, taken)
    return True


def _window_of(unsent: list[int]) -> int:
    """How many of these go next. Windows end at fixed places: of what was in doubt, a later lease makes the same
    batches, and vendors know a batch they had by its id."""
    return bisect_left(unsent, (unsent[0] // WINDOW_DEVICES + 1) * WINDOW_DEVICES)


async def _send_window(store: Store, channel: Channel, taken: Lease, indexes: list[int]) -> Window:
    """Send to these devices until each is settled, or left to a later lease."""
    window = Window(taken, store.now())
    await record.mark_sent(store, taken, indexes[-1] + 1)
    over = asyncio.Event()
    flushing = asyncio.create_task(_flush_now_and_then(store, taken, window, over))
    try:
        await _attempt(channel, taken, window, indexes)
    finally:
        over.set()
        await flushing  # a write of its own must not arrive behind the next one
    if window.halted_because:
        await record.flush(store, taken)  # whoever lost the lease has no say in stopping the campaign
        if not await _anybody_reached(taken):
            await stop_campaign(store, taken.campaign, window.halted_because)
    return window


async def _attempt(channel: Channel, taken: Lease, window: Window, indexes: list[int]) -> None:
    """Again and again, after a pause each, until none is left, there is no sense in it, or people stop the campaign."""
    for pause in (*ATTEMPTS_AFTER, None):
        await channel.send(_notice(taken), _targets(taken, indexes), window.deliver)
        await residents.retire(window.retirements())
        indexes = window.again()
        if window.must_wait or not indexes:
            return
        if pause is None:
            window.give_up(indexes)
            return
        await asyncio.sleep(pause)
        if await campaigns.state_of(taken.campaign.id) not in UNDER_WAY:
            return  # the caller looks at the state and leaves the rest


async def _flush_now_and_then(store: Store, taken: Lease, window: Window, over: asyncio.Event) -> None:
    """A slow window leaves little in doubt if its process dies. Whoever lost the lease hears it at the next write."""
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), FLUSH_EVERY)
            return
        window.note()
        try:
            await record.flush(store, taken)
        except LeaseLost:
            return


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
        campaign.quiet,
        _interruption(campaign),
    )


def _interruption(campaign: Campaign) -> Interruption:
    if campaign.is_emergency:
        return Interruption.time_sensitive
    return Interruption.passive if campaign.announcement is Announcement.digest else Interruption.active


def _targets(taken: Lease, indexes: list[int]) -> list[Target]:
    tokens = taken.chunk.tokens
    return [Target(index, tokens[index]) for index in indexes]
