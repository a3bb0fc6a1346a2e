"""Address (写入消息): a campaign is put into the inboxes of its audience, before anybody is sent anything."""

from collections.abc import Sequence

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import RETRACTIONS, Announcement, Campaign
from content_models.announcements.limits import KEPT_IN_INBOX
from content_models.kit.store import Store
from content_models.residents.documents import InboxEntry
from content_models.residents.inbox import repository as inboxes
from content_models.residents.rules import inbox_entry_id

BATCH = 1000
_ADDRESSED_BEFORE = RETRACTIONS | {Announcement.digest}  # what they are about stands in the inboxes already


async def address(campaign: Campaign, resident_ids: Sequence[str]) -> None:
    """Doing it twice changes nothing. A later word about a release takes the place of its entry, unread again."""
    if campaign.announcement in _ADDRESSED_BEFORE:
        return
    for start in range(0, len(resident_ids), BATCH):
        these = resident_ids[start : start + BATCH]
        if campaign.announcement is Announcement.publication:
            await inboxes.deliver_alike(_entry(campaign, these[0]), these)
        else:
            await inboxes.tell_again([_entry(campaign, one) for one in these], unread=not campaign.quiet)


async def close_inboxes(store: Store, campaign: Campaign) -> None:
    """Everybody has been addressed."""
    if campaign.announcement not in _ADDRESSED_BEFORE:
        told = await inboxes.told_count(campaign.id)
        await campaigns.note(campaign.id, {"inboxes_written_at": store.now(), "residents": told})
        await store.wake("inbox")


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
