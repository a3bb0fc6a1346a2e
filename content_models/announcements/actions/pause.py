"""`pause` 暂停 and `resume` 继续: pushers stop before their next window, and go on where they were."""

from content_models.announcements.actions.decide import KEEPERS, CampaignChange, CampaignCommand, campaign_in, decide
from content_models.announcements.documents import UNDER_WAY, CampaignState
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store


class PauseCampaign(CampaignCommand):
    pass


class ResumeCampaign(CampaignCommand):
    """Also for a campaign that what the push service said has stopped, once the cause is gone."""


async def pause(store: Store, command: PauseCampaign) -> CampaignChange:
    """Raises NotAllowed, NotFound, VersionConflict, CampaignFinished, CampaignWrongState, IdempotencyKeyReused."""
    return await perform(store, command, _pause, CampaignChange, wakes="chunks")


async def resume(store: Store, command: ResumeCampaign) -> CampaignChange:
    """Raises NotAllowed, NotFound, VersionConflict, CampaignFinished, CampaignWrongState, IdempotencyKeyReused."""
    return await perform(store, command, _resume, CampaignChange, wakes="chunks")


async def _pause(store: Store, session: Session, command: PauseCampaign) -> CampaignChange:
    campaign = await campaign_in(session, command, KEEPERS, UNDER_WAY | {CampaignState.scheduled})
    changes = {"state": CampaignState.paused, "paused_from": campaign.state, "stopped_because": None}
    return await decide(store, session, command, campaign, changes)


async def _resume(store: Store, session: Session, command: ResumeCampaign) -> CampaignChange:
    campaign = await campaign_in(session, command, KEEPERS, {CampaignState.paused})
    state = campaign.paused_from or CampaignState.sending
    changes = {
        "state": state,
        "paused_from": None,
        "stopped_because": None,
        "opened_at": campaign.opened_at or store.now(),
    }
    return await decide(store, session, command, campaign, changes, stopped_because=campaign.stopped_because)
