"""`recall` 收回通知: what still goes out stops, the inbox entry goes, and the notice shown is replaced.

A withdrawal of the release does the same by itself. Retractions are told to exactly those devices that were reached,
with the collapse id of what they replace.
"""

from typing import Annotated

from pydantic import StringConstraints

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.cancel import cancel_if_open
from content_models.announcements.actions.decide import APPROVERS, CampaignChange, CampaignCommand
from content_models.announcements.documents import Announcement, Campaign, CampaignEvent, CampaignState
from content_models.announcements.errors import CampaignWrongState
from content_models.announcements.rules import campaign_id, compose_later_body, compose_later_title
from content_models.announcements.sight import require_sight_of
from content_models.editorial.rules import require_role
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.residents.inbox import repository as inboxes


class RecallCampaign(CampaignCommand):
    """`reason` is shown to residents."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]


async def recall(store: Store, command: RecallCampaign) -> CampaignChange:
    """Also of a campaign that is over. The answer is about the campaign that tells of the recall; it is planned when
    the last device of the recalled one is accounted for.

    Raises NotAllowed, NotFound, VersionConflict, CampaignWrongState (a digest, or itself a retraction),
    IdempotencyKeyReused.
    """
    answer = await perform(store, command, _recall, CampaignChange)
    recalled = await campaigns.load(command.campaign_id)
    await clear_away(store, recalled.release_id)
    return answer


async def clear_away(store: Store, release_id: str) -> None:
    """Stop what is still told of the release, and take it out of the inboxes. Doing it twice changes nothing."""
    for told in await campaigns.of_release(release_id):
        if not told.is_retraction:
            await cancel_if_open(store, told.id)
    await inboxes.retract(release_id, store.now())


async def announce_withdrawal(store: Store, release_id: str) -> Campaign | None:
    """The campaign that replaces what is still shown of a withdrawn release; None when nothing was told of it."""
    release = await releases.load(release_id)
    told = [one for one in await campaigns.of_release(release_id) if not one.is_retraction]
    if not told or release.is_live:
        return None
    reason = release.withdrawal_reason or ""
    return await campaigns.insert_once(await _retraction(store, told[-1], Announcement.withdrawal, release_id, reason))


async def _recall(store: Store, session: Session, command: RecallCampaign) -> CampaignChange:
    require_role(command.actor, APPROVERS)
    campaign = await campaigns.load_version(command.campaign_id, command.expected_version, session)
    await require_sight_of(command.actor, campaign, session)
    if not campaign.release_id:
        raise CampaignWrongState("汇总通知不能收回；如有内容有误，请收回或撤回那一条。", campaign_id=campaign.id)
    retraction = await _retraction(store, campaign, Announcement.recall, campaign.id, command.reason)
    if campaign.is_retraction or await campaigns.find(retraction.id, session):
        raise CampaignWrongState("这次推送已经收回过了，不需要再收回。", campaign_id=campaign.id, state=campaign.state)
    await retraction.insert(session=session)
    await _note(store, session, command, campaign)
    return CampaignChange(campaign_id=retraction.id, version=retraction.version, state=CampaignState.planning)


async def _note(store: Store, session: Session, command: RecallCampaign, campaign: Campaign) -> None:
    event = CampaignEvent(
        campaign_id=campaign.id,
        version=campaign.version + 1,
        verb=type(command).__name__,
        actor=command.actor,
        at=store.now(),
        details={"reason": command.reason},
    )
    await campaigns.raise_version(campaign, event, session)


async def _retraction(store: Store, told: Campaign, announcement: Announcement, what: str, reason: str) -> Campaign:
    release = await releases.load(told.release_id)
    revision = await releases.load_revision(told.revision or release.current_revision_id)
    publisher = await organs.load(release.publisher_id)
    return Campaign(
        id=campaign_id(announcement, what),
        announcement=announcement,
        release_id=told.release_id,
        revision=revision.id,
        kind=told.kind,
        author_ids=told.author_ids,
        title=compose_later_title(announcement, publisher.short_name),
        body=compose_later_body(announcement, revision.content.title, reason),
        collapse_id=told.collapse_id,
        asked_for=told.asked_for,
        channels=told.channels,
        created_at=store.now(),
    )
