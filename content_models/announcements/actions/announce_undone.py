"""Announce that a change is undone (效力更正): the document that amended or ended a policy is public no more, or
says so no more. Whoever was told that the policy had changed is told that it has not, once."""

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.announce import announced
from content_models.announcements.actions.cancel import cancel_if_open
from content_models.announcements.changes import change_undone, changing
from content_models.announcements.documents import Announcement, Campaign
from content_models.announcements.rules import campaign_id, compose_later_body, compose_later_title
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import Link, Release, Revision
from content_models.releases.repository import LiveRelease
from content_models.residents.inbox import repository as inboxes


async def announce_undone(store: Store, release_id: str) -> list[Campaign]:
    """The campaigns that take back what was told of policies under them, made now or earlier.

    What a document told with its own notice goes with that notice. Doing it twice changes nothing: also whoever has
    just told of a change calls this, as the document may have been withdrawn meanwhile.
    """
    by, made = await releases.load(release_id), []
    still = await _changed_by(by)
    for target_id, (link, said_in) in sorted((await _ever_changed_by(by)).items()):
        told = await campaigns.find(campaign_id(Announcement.amendment, target_id, release_id))
        policy = await announced(target_id)
        if told and policy and target_id not in still:
            words = change_undone(link, by, said_in.content.title)
            undone = await campaigns.insert_once(await _reversal(store, told, policy, words))
            await _take_place(store, told, undone)
            made.append(undone)
    return made


async def _changed_by(by: Release) -> set[str]:
    """Documents that stand differently because of it, or of what it was merged into, now."""
    live = await releases.live([(await releases.standing_for(by)).id])
    return {link.target_id for one in live.values() for link in changing(one.revision.content.links)}


async def _ever_changed_by(by: Release) -> dict[str, tuple[Link, Revision]]:
    """By the document: the newest text that was said to change it. Drafts are among them; nobody was told of those."""
    found: dict[str, tuple[Link, Revision]] = {}
    for text in await releases.revisions_of(by.id):
        for link in changing(text.content.links):
            found.setdefault(link.target_id, (link, text))
    return found


async def _take_place(store: Store, told: Campaign, undone: Campaign) -> None:
    """Stop what still goes out, and say in the inboxes what is true instead."""
    await cancel_if_open(store, told.id)
    if await inboxes.say_instead(told.id, undone.id, undone.body):
        await store.wake("inbox")


async def _reversal(store: Store, told: Campaign, policy: LiveRelease, words: str) -> Campaign:
    """`revision` stays the text that was told last: this is no word about the text."""
    publisher = await organs.load(policy.release.publisher_id)
    earlier = await campaigns.of_release(policy.release.id)
    return Campaign(
        id=campaign_id(Announcement.reversal, told.id),
        announcement=Announcement.reversal,
        release_id=told.release_id,
        revision=earlier[-1].revision,
        takes_back=told.id,
        kind=told.kind,
        author_ids=told.author_ids,
        title=compose_later_title(Announcement.reversal, publisher.short_name),
        body=compose_later_body(Announcement.reversal, policy.revision.content.title, words),
        collapse_id=told.collapse_id,
        asked_for=told.asked_for,
        channels=told.channels,
        created_at=store.now(),
    )
