"""What every decision about a campaign shares: who may, on which version, remembered with its actor."""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, Field

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Campaign, CampaignEvent, CampaignState
from content_models.announcements.errors import CampaignFinished, CampaignWrongState
from content_models.announcements.sight import require_sight_of
from content_models.editorial.rules import require_role
from content_models.kit.commands import Command
from content_models.kit.store import Session, Store
from content_models.staff.documents import Role
from content_models.staff.rights import RIGHTS, Right

KEEPERS = RIGHTS[Right.keep_campaigns]  # schedule, pause, go on, stop
APPROVERS = RIGHTS[Right.approve_campaigns]  # approve, recall


class CampaignCommand(Command):
    """A command on one campaign. `expected_version` is the version the caller looked at; it is never optional."""

    campaign_id: str
    expected_version: int = Field(ge=1)


class CampaignChange(BaseModel):
    """What to send as `expected_version` next time."""

    campaign_id: str
    version: int
    state: CampaignState


async def campaign_in(
    session: Session, command: CampaignCommand, roles: frozenset[Role], states: Collection[CampaignState]
) -> Campaign:
    """The campaign the command is about. Raises NotAllowed, NotFound (another organ's too), VersionConflict,
    CampaignFinished, CampaignWrongState."""
    require_role(command.actor, roles)
    campaign = await campaigns.load_version(command.campaign_id, command.expected_version, session)
    await require_sight_of(command.actor, campaign, session)
    if campaign.finished_at is not None:
        raise CampaignFinished(campaign_id=campaign.id)
    if campaign.state not in states:
        raise CampaignWrongState(campaign_id=campaign.id, state=campaign.state)
    return campaign


async def decide(
    store: Store,
    session: Session,
    command: CampaignCommand,
    campaign: Campaign,
    changes: Mapping[str, Any],
    **details: Any,
) -> CampaignChange:
    """Write the decision and its event. Raises VersionConflict."""
    event = CampaignEvent(
        campaign_id=campaign.id,
        version=campaign.version + 1,
        verb=type(command).__name__,
        actor=command.actor,
        at=store.now(),
        details=details,
    )
    version = await campaigns.decide(campaign, event, changes, session)
    return CampaignChange(campaign_id=campaign.id, version=version, state=changes.get("state", campaign.state))
