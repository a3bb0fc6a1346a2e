"""What follows a publication, a correction or a withdrawal, run from the outbox. Idempotent; the store is read anew."""

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.announce import announce, announce_correction, announce_reading
from content_models.announcements.actions.announce_changes import announce_changes, announce_reading_correction
from content_models.announcements.actions.announce_undone import announce_undone
from content_models.announcements.actions.plan import plan
from content_models.announcements.actions.recall import announce_withdrawal, clear_away
from content_models.announcements.documents import Campaign
from content_models.announcements.limits import DEFAULT_LIMITS, PushLimits
from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.releases import repository as releases


class Announcer:
    """The effects, under the limits an operator has set."""

    def __init__(self, limits: PushLimits = DEFAULT_LIMITS) -> None:
        self._limits = limits

    async def announce_publication(self, store: Store, row: OutboxRow) -> None:
        """On "release.published": one campaign, its inboxes and its chunks; for a reading, one for each policy that
        was told of without it; for what changes a policy, one for each whose followers it does not reach itself."""
        if campaign := await announce(store, row.subject_id):
            await self._plan(store, campaign)
        for later in [*await announce_reading(store, row.subject_id), *await announce_changes(store, row.subject_id)]:
            await self._plan_later(store, later)
        await self._take_back(store, row.subject_id)

    async def announce_correction(self, store: Store, row: OutboxRow) -> None:
        """On "release.corrected": whoever was told is told of the new text, when it reads differently. It may have been
        linked to a further policy, which it reads or changes."""
        if campaign := await announce_correction(store, row.subject_id):
            await self._plan_later(store, campaign)
        later = await announce_reading(store, row.subject_id)
        later += await announce_reading_correction(store, row.subject_id)
        for one in [*later, *await announce_changes(store, row.subject_id)]:
            await self._plan_later(store, one)
        await self._take_back(store, row.subject_id)

    async def announce_withdrawal(self, store: Store, row: OutboxRow) -> None:
        """On "release.withdrawn": nobody else is notified, inboxes let go of it, and what is shown is replaced; also
        what was told, under other policies, of what it did to them."""
        await clear_away(store, row.subject_id)
        if campaign := await announce_withdrawal(store, row.subject_id):
            await plan(store, campaign.id, self._limits)
        await self._take_back(store, row.subject_id)

    async def let_go(self, store: Store, row: OutboxRow) -> None:
        """On "release.merged": nobody else is notified of what is now another one, and inboxes let go of it."""
        await clear_away(store, row.subject_id)
        await self._take_back(store, row.subject_id)

    async def _take_back(self, store: Store, release_id: str) -> None:
        for undone in await announce_undone(store, release_id):
            await plan(store, undone.id, self._limits)

    async def _plan_later(self, store: Store, campaign: Campaign) -> None:
        """First what was told earlier: a later word takes the place of entries that are there."""
        for earlier in await campaigns.of_release(campaign.release_id):
            if earlier.id != campaign.id and not earlier.is_retraction:
                await plan(store, earlier.id, self._limits)
        await self._plan(store, campaign)

    async def _plan(self, store: Store, campaign: Campaign) -> None:
        """A withdrawal may have looked for the campaign just before it was made; so its maker looks for the
        withdrawal."""
        if await releases.live([campaign.release_id]):
            await plan(store, campaign.id, self._limits)
        else:
            await clear_away(store, campaign.release_id)
