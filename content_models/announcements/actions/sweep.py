"""Sweep (巡检): what a process that died left undone is done, and somebody is called when nobody was reached.

Recovery scans the store: nothing here depends on who was to do it first.
"""

from datetime import timedelta

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.cancel import account_for
from content_models.announcements.actions.confirm import confirm
from content_models.announcements.actions.plan import plan
from content_models.announcements.actions.record import finish_campaign
from content_models.announcements.documents import Campaign, CampaignState
from content_models.announcements.limits import DEFAULT_LIMITS, IDLE_AFTER, PushLimits
from content_models.kit.store import Store
from content_models.residents import repository as residents

PLANNED_WITHIN = timedelta(seconds=30)  # after that whoever planned is taken for dead; planning twice does no harm

log = structlog.get_logger()


async def sweep(store: Store, limits: PushLimits = DEFAULT_LIMITS) -> None:
    """One look at every campaign that is not over."""
    for campaign in await campaigns.unfinished():
        await _take_up(store, campaign, limits)
        await confirm(store, campaign)


async def _take_up(store: Store, campaign: Campaign, limits: PushLimits) -> None:
    """A planner, a pusher or a canceller may have died at any point before."""
    if campaign.state is CampaignState.planning:
        if campaign.is_retraction or store.now() - campaign.created_at > PLANNED_WITHIN:
            await plan(store, campaign.id, limits)
    elif campaign.state is CampaignState.cancelled:
        await account_for(store, campaign.id)
    else:
        await finish_campaign(store, campaign.id)


async def lay_off_idle(store: Store) -> int:
    """Devices whose app was not opened for half a year are not sent to; opening it registers them again."""
    count = await residents.lay_idle_devices_off(store.now() - IDLE_AFTER)
    if count:
        log.info("devices_laid_off", count=count)
    return count
