"""`approve` 批准推送: a second person lets a large campaign go. Author, publisher and composer are refused."""

from content_models.announcements.actions.advance import following_state
from content_models.announcements.actions.decide import APPROVERS, CampaignChange, CampaignCommand, campaign_in, decide
from content_models.announcements.documents import UNDER_WAY, Approval, CampaignState
from content_models.announcements.errors import OwnCampaign
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store


class ApproveCampaign(CampaignCommand):
    pass


async def approve(store: Store, command: ApproveCampaign) -> CampaignChange:
    """Raises OwnCampaign, NotAllowed, NotFound, VersionConflict, CampaignFinished, CampaignWrongState (cancelled, or
    not waiting for anybody), IdempotencyKeyReused."""
    return await perform(store, command, _approve, CampaignChange, wakes="chunks")


async def _approve(store: Store, session: Session, command: ApproveCampaign) -> CampaignChange:
    campaign = await campaign_in(session, command, APPROVERS, {CampaignState.awaiting_approval})
    if command.actor.id in campaign.author_ids:
        raise OwnCampaign(campaign_id=campaign.id)
    now, state = store.now(), following_state(store, campaign)
    approval = Approval(actor=command.actor, at=now)
    changes = {"state": state, "approval": approval.model_dump(exclude={"actor": {"roles", "organ_ids"}})}
    opened = {"opened_at": now} if state in UNDER_WAY else {}
    return await decide(store, session, command, campaign, changes | opened)
