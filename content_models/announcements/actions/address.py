"""Address (写入消息): a campaign is put into the inboxes of its audience, before anybody is sent anything."""

from collections.abc import AsyncIterator

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import RETRACTIONS, Announcement, Campaign
from content_models.announcements.limits import KEPT_IN_INBOX
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.documents import InboxEntry
from content_models.residents.inbox import repository as inboxes
from content_models.residents.rules import inbox_entry_id

_ADDRESSED_BEFORE = RETRACTIONS | {Announcement.digest}  # what they are about stands in the inboxes already


async def address(store: Store, campaign: Campaign) -> None:
    """Doing it twice changes nothing. A later word about a release takes the place of its entry, unread again."""
    if campaign.inboxes_written_at is not None or campaign.announcement in _ADDRESSED_BEFORE:
        return
    async for resident_ids in _audience(campaign):
        entries = [_entry(campaign, resident_id) for resident_id in resident_ids]
        if campaign.announcement is Announcement.publication:
            await inboxes.deliver(entries)
        else:
            await inboxes.tell_again(entries, unread=not campaign.quiet)
    told = await inboxes.told_count(campaign.id)
    await campaigns.note(campaign.id, {"inboxes_written_at": store.now(), "residents": told})
    await store.wake("inbox")


async def recipients(campaign: Campaign, after: str) -> list[str]:
    """A page of the residents addressed, behind `after`, each once, in the order of their ids; empty at the end."""
    if campaign.announcement is Announcement.digest:
        return await inboxes.digest_recipients(campaign.id, after)
    return await inboxes.recipients(campaign.id, after)


async def _audience(campaign: Campaign) -> AsyncIterator[list[str]]:
    """Whoever follows one of the channels; for what everybody must see also whoever lives where it applies."""
    async for page in residents.followers_of(campaign.channels):
        yield page
    after = ""
    while campaign.must_see_region is not None and (
        there := await residents.residents_in(campaign.must_see_region, after)
    ):
        yield there
        after = there[-1]


def _entry(campaign: Campaign, resident_id: str) -> InboxEntry:
    return InboxEntry(
        id=inbox_entry_id(resident_id, campaign.release_id),
        resident_id=resident_id,
        release_id=campaign.release_id,
        campaign_id=campaign.id,
        kind=campaign.kind,
        title=campaign.body,
        at=campaign.created_at,
        expires_at=campaign.created_at + KEPT_IN_INBOX,
    )
