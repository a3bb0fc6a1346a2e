"""What follows a publication or a withdrawal, run from the outbox. Idempotent; the store is read anew each time."""

from content_models.announcements.actions.announce import announce
from content_models.announcements.actions.cancel import cancel_if_open
from content_models.announcements.actions.plan import plan
from content_models.announcements.rules import Announcement, campaign_id
from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.releases import repository as releases


async def announce_publication(store: Store, row: OutboxRow) -> None:
    """On "release.published": one campaign, its inboxes and its chunks.

    A withdrawal may have looked for the campaign just before it was made; so its maker looks for the withdrawal.
    """
    campaign = await announce(store, row.subject_id)
    if campaign is None:
        return
    if await releases.live([row.subject_id]):
        await plan(store, campaign.id)
    else:
        await cancel_if_open(store, campaign.id)


async def cancel_withdrawn(store: Store, row: OutboxRow) -> None:
    """On "release.withdrawn": whoever has not been notified yet will not be."""
    await cancel_if_open(store, campaign_id(Announcement.publication, row.subject_id))
