"""Announce what happens to a policy from outside (后文与解读更正): a later document that changes or ends it, a reading
that is corrected. Each is told under the policy, to whoever follows it, once."""

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.announce import TELLS, announce, announced, same_words, tell_later
from content_models.announcements.changes import change_suffered, changing
from content_models.announcements.documents import Announcement, Campaign
from content_models.announcements.drafts import repository as drafts
from content_models.kit.clock import in_shanghai
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.channels import release_channel
from content_models.releases.documents import ReleaseKind
from content_models.releases.repository import LiveRelease


async def announce_changes(store: Store, release_id: str) -> list[Campaign]:
    """The campaigns that tell of policies which this document amends, repeals or replaces.

    A document that is announced itself reaches their followers with its own notice, so there are none for those; there
    are for a public notice, which is not, and for a link that came with a correction nobody was told of.
    """
    by = (await releases.live([release_id])).get(release_id)
    if by is None or not (links := changing(by.revision.content.links)):
        return []
    await announce(store, release_id)
    told = {channel for one in await campaigns.of_release(release_id) for channel in one.channels}
    made = []
    for link in sorted(links, key=lambda link: link.target_id):
        policy = await announced(link.target_id)
        if policy and release_channel(link.target_id) not in told:
            words = change_suffered(link, by, in_shanghai(store.now()).date())
            made.append(await tell_later(store, policy, Announcement.amendment, release_id, None, words))
    return made


async def announce_reading_correction(store: Store, reading_id: str) -> list[Campaign]:
    """The campaigns that tell whoever was told of a reading that it now reads differently."""
    reading = (await releases.live([reading_id])).get(reading_id)
    if reading is None or reading.release.kind is not ReleaseKind.interpretation:
        return []
    since = await _reads_so_since(reading)
    if since is None:
        return []
    draft, made = await drafts.draft_for(reading_id, reading.revision.id), []
    for policy_id in sorted(releases.interpreted_by(reading.revision.content.links)):
        policy, told = await announced(policy_id), await campaigns.of_release(policy_id)
        if policy and any(reading_id in one.interpretation_ids for one in told):
            made.append(await tell_later(store, policy, Announcement.reading_correction, since, draft))
    return made


async def _reads_so_since(reading: LiveRelease) -> str | None:
    """The revision that brought the present words by a correction; None: they have been so from the first."""
    events = [event for event in await releases.events_of(reading.release.id) if event.kind in TELLS]
    texts = await releases.load_revisions(event.revision for event in events)
    public = [texts[event.revision] for event in events]
    since = None
    while public and same_words(public[-1], reading.revision):
        since = public.pop().id
    return since if public else None
