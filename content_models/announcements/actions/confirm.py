"""Confirm (送达确认): has anybody been handed what should have gone out by now, and if not, what does it wait for?"""

from datetime import datetime

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Announcement, Campaign, CampaignState, Unconfirmed
from content_models.announcements.limits import CONFIRMED_WITHIN
from content_models.kit.store import Store

log = structlog.get_logger()


async def confirm(store: Store, campaign: Campaign) -> None:
    """Note the alarm, or that it is over, once for each cause."""
    why = await why_unconfirmed(store, campaign)
    if why is campaign.alarm:
        return
    await campaigns.note(campaign.id, {"alarm": why, "alarmed_at": store.now() if why else None})
    if why is not None:
        log.error("campaign_unconfirmed", campaign=campaign.id, release=campaign.release_id, why=why)


async def why_unconfirmed(store: Store, campaign: Campaign) -> Unconfirmed | None:
    """Why not one device has it five minutes after it was expected to; None when one has, or it has time.

    With staff devices it is they who confirm; without, a device that does not wait for the end of quiet hours.
    """
    if campaign.announcement is Announcement.digest or campaign.state is CampaignState.cancelled:
        return None
    late = store.now() - CONFIRMED_WITHIN
    if expected_at(campaign) > late:
        return None
    if campaign.state is CampaignState.awaiting_approval:
        return Unconfirmed.unapproved
    if campaign.planned_at is None or campaign.stopped_because:
        return Unconfirmed.unreached
    _, counts = await campaigns.totals(campaign.id)
    if counts.handed or not counts.audience:
        return None
    if campaign.state is CampaignState.paused:
        return Unconfirmed.held
    has_work = campaign.has_canary or await campaigns.has_overdue_chunk(campaign.id, late)
    return Unconfirmed.unreached if has_work else None


def expected_at(campaign: Campaign) -> datetime:
    """From when on it could be handed over: its hour if it has one, else when it was opened or, before that, made."""
    since = campaign.opened_at or campaign.created_at
    return max(since, campaign.not_before) if campaign.not_before else since
