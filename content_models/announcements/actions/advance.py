"""Advance (推进): what a campaign may do next, looked at by whoever wants to send it. No clock of its own is needed."""

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import UNDER_WAY, Announcement, Campaign, CampaignState, ChunkState
from content_models.announcements.limits import PushLimits
from content_models.kit.store import Store

UNCONFIRMED = "CANARY_UNCONFIRMED"  # no staff device could be reached

log = structlog.get_logger()


def needs_approval(campaign: Campaign, limits: PushLimits) -> bool:
    """More devices than one person may decide about. What saves lives, takes back or repeats does not wait."""
    if campaign.is_emergency or campaign.is_retraction or campaign.announcement is Announcement.digest:
        return False
    return campaign.approval is None and campaign.counts.audience > limits.approval_above


async def open_for_sending(store: Store, campaign_id: str, limits: PushLimits) -> None:
    """From planned to whatever comes next: a second person, a later hour, the canary, or everybody."""
    campaign = await campaigns.load(campaign_id)
    if needs_approval(campaign, limits):
        waiting = {"state": CampaignState.awaiting_approval}
        await campaigns.change(campaign.id, CampaignState.planning, waiting)
    else:
        await go_on(store, campaign, CampaignState.planning)


async def go_on(store: Store, campaign: Campaign, state: CampaignState) -> None:
    """Out of `state`, unless somebody else was faster."""
    following = following_state(store, campaign)
    changes = {"state": following} | ({"opened_at": store.now()} if following in UNDER_WAY else {})
    await campaigns.change(campaign.id, state, changes)


def following_state(store: Store, campaign: Campaign) -> CampaignState:
    if campaign.not_before and campaign.not_before > store.now():
        return CampaignState.scheduled
    return CampaignState.canary if campaign.has_canary else CampaignState.sending


async def may_go(store: Store, campaign: Campaign) -> bool:
    """Whether there is something of the campaign to be worked on now. Moves it on when its hour or canary has come."""
    if campaign.state is CampaignState.scheduled:
        if following_state(store, campaign) is not CampaignState.scheduled:
            await go_on(store, campaign, CampaignState.scheduled)
            campaign.state = following_state(store, campaign)
    elif campaign.state is CampaignState.canary:
        await judge_canary(store, campaign)
    return campaign.state in {*UNDER_WAY, CampaignState.cancelled}


async def judge_canary(store: Store, campaign: Campaign) -> None:
    """On with the rest when one of the staff was reached, on whatever platform: one vendor that is down must not hold
    up the others. When all were tried and none reached, a person has to look."""
    chunks = await campaigns.staff_chunks(campaign.id)
    reached = any(chunk.counts.handed for chunk in chunks if chunk.state is ChunkState.done)
    if not reached and any(chunk.state is not ChunkState.done for chunk in chunks):
        return
    if chunks and not reached:
        # Whoever resumes it then has seen that the staff's phones are the trouble.
        await stop(store, campaign, UNCONFIRMED, resumes_as=CampaignState.sending)
    elif await campaigns.change(campaign.id, CampaignState.canary, {"state": CampaignState.sending}):
        campaign.state = CampaignState.sending


async def stop(store: Store, campaign: Campaign, reason: str, *, resumes_as: CampaignState | None = None) -> None:
    """The push service refuses the notice itself, or nobody was reached: nothing goes out until a person says so."""
    changes = {
        "state": CampaignState.paused,
        "paused_from": resumes_as or campaign.state,
        "stopped_because": reason,
    }
    if await campaigns.change(campaign.id, campaign.state, changes):
        log.error("campaign_stopped", campaign=campaign.id, reason=reason)
        campaign.state = CampaignState.paused
