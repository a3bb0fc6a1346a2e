"""A campaign of so many devices, without the residents behind them, and a pusher that runs until it is over."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.lease import LEASE
from content_models.announcements.documents import FIRST_STAFF_CHUNK, Campaign, CampaignState, Chunk, Counts
from content_models.announcements.rules import chunk_id
from content_models.kit.clock import utc_now
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from push.channels.channel import Channel
from push.pusher import run_pusher
from tests.push.support import token

BODY = "关于示例的通知"


async def campaign_of(
    store: Store, tokens: list[str], *, chunk_devices: int = 50, staff: Sequence[str] = (), body: str = BODY
) -> Campaign:
    """As planning leaves it. `staff`: devices that are sent to before the others."""
    parts = [tokens[start : start + chunk_devices] for start in range(0, len(tokens), chunk_devices)]
    numbered = [*enumerate(parts), *([(FIRST_STAFF_CHUNK, list(staff))] if staff else [])]
    campaign = Campaign(
        id=new_id(),
        release_id=new_id(),
        title="市住建局发布您关注的新政策",
        body=body,
        collapse_id=new_id(),
        channels=["all"],
        state=CampaignState.canary if staff else CampaignState.sending,
        has_canary=bool(staff),
        counts=Counts(audience=len(tokens) + len(staff)),
        chunks=len(numbered),
        created_at=store.now(),
    )
    for number, mine in numbered:
        await Chunk(
            id=chunk_id(campaign.id, number),
            campaign_id=campaign.id,
            number=number,
            device_ids=[new_id() for _ in mine],
            tokens=mine,
            last_resident_id="",
            lease_until=store.now(),
            counts=Counts(audience=len(mine)),
        ).insert()
    return await campaign.insert()


def tokens(count: int, prefix: str = "") -> list[str]:
    return [token(number, prefix) for number in range(count)]


async def push_once(store: Store, channel: Channel) -> None:
    """Run a pusher until it finds nothing to do."""
    stop = asyncio.Event()

    async def idle() -> None:
        stop.set()

    await run_pusher(store, channel, owner="test", stop=stop, wait=idle)


async def push_to_the_end(store: Store, channel: Channel, campaign: Campaign, *, leases: int = 30) -> Counts:
    """Again and again, half a minute later each time, until the campaign is closed. Its counts."""
    for turn in range(leases):
        let_leases_run_out(store, turn)
        await push_once(store, channel)
        ended = await campaigns.load(campaign.id)
        if ended.finished_at is not None:
            assert (ended.state, ended.balanced) == (CampaignState.done, True)
            return ended.counts
    raise AssertionError(f"not over after {leases} leases: {ended.counts}")


def let_leases_run_out(store: Store, times: int) -> None:
    ahead = times * (LEASE + timedelta(seconds=1))
    store.now = lambda: utc_now() + ahead
