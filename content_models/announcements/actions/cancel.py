"""Cancel (取消推送): pushers stop before their next window; whoever was not reached counts as suppressed."""

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.decide import KEEPERS, CampaignChange, CampaignCommand, campaign_in, decide
from content_models.announcements.actions.record import finish_campaign
from content_models.announcements.documents import CampaignState
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store

STOPPABLE = frozenset(CampaignState) - {CampaignState.done, CampaignState.cancelled}


class CancelCampaign(CampaignCommand):
    pass


async def cancel(store: Store, command: CancelCampaign) -> CampaignChange:
    """Raises NotAllowed, NotFound, VersionConflict, CampaignFinished, CampaignWrongState (cancelled already),
    IdempotencyKeyReused."""
    answer = await perform(store, command, _cancel, CampaignChange, wakes="chunks")
    await account_for(store, command.campaign_id)
    return answer


async def cancel_if_open(store: Store, campaign_id: str) -> None:
    """For effects: what is not there or already over needs no stopping."""
    for state in STOPPABLE:
        if await campaigns.change(campaign_id, state, {"state": CampaignState.cancelled}):
            await account_for(store, campaign_id)
            await store.wake("chunks")


async def account_for(store: Store, campaign_id: str) -> None:
    """Let pushers count off what waits for a later hour now, and close what has no work left."""
    await campaigns.wake_chunks(campaign_id, store.now())
    await finish_campaign(store, campaign_id)


async def _cancel(store: Store, session: Session, command: CancelCampaign) -> CampaignChange:
    campaign = await campaign_in(session, command, KEEPERS, STOPPABLE)
    return await decide(store, session, command, campaign, {"state": CampaignState.cancelled})
