"""Cancel (取消推送): pushers stop before their next window; whoever was not reached counts as suppressed."""

from pydantic import BaseModel

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.record import finish_campaign
from content_models.announcements.documents import CampaignState
from content_models.announcements.errors import CampaignFinished
from content_models.kit.commands import Command, perform
from content_models.kit.store import Session, Store


class CancelCampaign(Command):
    campaign_id: str


class CampaignCancelled(BaseModel):
    campaign_id: str


async def cancel(store: Store, command: CancelCampaign) -> CampaignCancelled:
    """Raises NotFound, CampaignFinished, IdempotencyKeyReused."""
    answer = await perform(store, command, _cancel, CampaignCancelled, wakes="chunks")
    await finish_campaign(store, command.campaign_id)
    return answer


async def cancel_if_open(store: Store, campaign_id: str) -> None:
    """For effects: what is not there or already over needs no stopping."""
    if await campaigns.find(campaign_id) and await _stop(campaign_id):
        await finish_campaign(store, campaign_id)
        await store.wake("chunks")


async def _cancel(_: Store, session: Session, command: CancelCampaign) -> CampaignCancelled:
    campaign = await campaigns.load(command.campaign_id, session)
    if campaign.state is not CampaignState.cancelled and not await _stop(campaign.id, session):
        raise CampaignFinished(campaign_id=campaign.id)
    return CampaignCancelled(campaign_id=campaign.id)


async def _stop(campaign_id: str, session: Session | None = None) -> bool:
    for state in (CampaignState.planning, CampaignState.sending):
        if await campaigns.change(campaign_id, state, {"state": CampaignState.cancelled}, session):
            return True
    return False
