"""Sweep (巡检): what a process that died left undone is done, and somebody is called when nobody was reached.

Recovery scans the store: nothing here depends on who was to do it first.
"""

from datetime import timedelta

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.cancel import account_for
from content_models.announcements.actions.plan import plan
from content_models.announcements.actions.record import finish_campaign
from content_models.announcements.documents import Announcement, Campaign, CampaignState
from content_models.announcements.limits import CONFIRMED_WITHIN, DEFAULT_LIMITS, IDLE_AFTER, PushLimits
from content_models.kit.store import Store
from content_models.residents import repository as residents

PLANNED_WITHIN = timedelta(seconds=30)  # after that whoever planned is taken for dead; planning twice does no harm
_SILENT = frozenset({CampaignState.awaiting_approval, CampaignState.scheduled, CampaignState.cancelled})

log = structlog.get_logger()


async def sweep(store: Store, limits: PushLimits = DEFAULT_LIMITS) -> None:
    """One look at every campaign that is not over."""
    for campaign in await campaigns.unfinished():
        await _take_up(store, campaign, limits)
        if await is_unconfirmed(store, campaign) and campaign.alarmed_at is None:
            await campaigns.note(campaign.id, {"alarmed_at": store.now()})
            log.error("campaign_unconfirmed", campaign=campaign.id, release=campaign.release_id, state=campaign.state)


async def _take_up(store: Store, campaign: Campaign, limits: PushLimits) -> None:
    """A planner, a pusher or a canceller may have died at any point before."""
    if campaign.state is CampaignState.planning:
        if campaign.is_retraction or store.now() - campaign.created_at > PLANNED_WITHIN:
            await plan(store, campaign.id, limits)
    elif campaign.state is CampaignState.cancelled:
        await account_for(store, campaign.id)
    else:
        await finish_campaign(store, campaign.id)


async def is_unconfirmed(store: Store, campaign: Campaign) -> bool:
    """Whether five minutes have passed in which it could have been handed over, and not one device has it.

    With staff devices that is their chunk; without, one that does not wait for the end of quiet hours.
    """
    since = campaign.opened_at or campaign.created_at
    late = store.now() - CONFIRMED_WITHIN
    if campaign.announcement is Announcement.digest or campaign.state in _SILENT or since > late:
        return False
    if campaign.planned_at is None or campaign.stopped_because:
        return True
    _, counts = await campaigns.totals(campaign.id)
    if counts.handed or not counts.audience:
        return False
    return campaign.has_canary or await campaigns.has_overdue_chunk(campaign.id, late)


async def lay_off_idle(store: Store) -> int:
    """Devices whose app was not opened for half a year are not sent to; opening it registers them again."""
    count = await residents.lay_idle_devices_off(store.now() - IDLE_AFTER)
    if count:
        log.info("devices_laid_off", count=count)
    return count
