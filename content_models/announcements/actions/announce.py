"""Announce (发布通知): one campaign for each fact about a release, by its unique key. The store is read anew."""

from typing import Any

from content_models.announcements import repository as campaigns
from content_models.announcements.changes import changes_made
from content_models.announcements.documents import Announcement, Campaign
from content_models.announcements.drafts import repository as drafts
from content_models.announcements.drafts.documents import CorrectionWay, NoticeDraft
from content_models.announcements.followed import with_ended_topics
from content_models.announcements.rules import (
    campaign_id,
    collapse_id,
    compose_body,
    compose_later_body,
    compose_later_title,
    compose_title,
    is_announced,
    is_asked_for,
    must_see_region,
)
from content_models.keywords import repository as keywords
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.channels import keyword_channel, release_channel
from content_models.releases.documents import EventKind, ReleaseKind, Revision
from content_models.releases.repository import LiveRelease

_CORRECTIONS = frozenset({Announcement.correction, Announcement.reading_correction})
_READ = ("title", "body_text", "policy", "interpretation", "alert", "guide")
TELLS = (EventKind.published, EventKind.corrected)  # a silent correction is public too, and told to nobody


async def announce(store: Store, release_id: str) -> Campaign | None:
    """The campaign that tells of this publication, made now or earlier.

    None when there is nothing to tell: the release is not public (any more), or its kind is not announced.
    """
    seen = await announced(release_id)
    if seen is None:
        return None
    interpretations = (await releases.live_interpretations_of([release_id])).get(release_id, [])
    publisher = await organs.load(seen.release.publisher_id)
    draft = await drafts.draft_for(release_id, seen.revision.id)
    changes, title = await changes_made(seen.revision.content.links), seen.revision.content.title
    return await campaigns.insert_once(
        Campaign(
            **await _facts(store, seen, draft),
            id=campaign_id(Announcement.publication, release_id),
            interpretation_ids=interpretations,
            title=(draft and draft.title) or compose_title(seen.release.kind, publisher.short_name),
            body=(draft and draft.body) or compose_body(title, interpreted=bool(interpretations), changes=changes),
        )
    )


async def announce_reading(store: Store, reading_id: str) -> list[Campaign]:
    """The campaigns that tell of a reading that came after its policies; none for policies it went out with."""
    reading = (await releases.live([reading_id])).get(reading_id)
    if reading is None or reading.release.kind is not ReleaseKind.interpretation:
        return []
    made = []
    draft = await drafts.draft_for(reading_id, reading.revision.id)
    for policy_id in sorted(releases.interpreted_by(reading.revision.content.links)):
        first, policy = await announce(store, policy_id), await announced(policy_id)
        if first and policy and reading_id not in first.interpretation_ids:
            made.append(await tell_later(store, policy, Announcement.reading, reading_id, draft))
    return made


async def announce_correction(store: Store, release_id: str) -> Campaign | None:
    """The campaign that tells of the live text; None when nothing was told before, or the words are still the same."""
    seen, earlier = await announced(release_id), await campaigns.of_release(release_id)
    if seen is None or not earlier:
        return None
    told = await releases.load_revisions(one.revision for one in earlier)
    newest = told.get(earlier[-1].revision)
    correction = campaign_id(Announcement.correction, release_id, seen.revision.id)
    if (newest is None or same_words(newest, seen.revision)) and correction not in {one.id for one in earlier}:
        return None
    draft = await drafts.draft_for(release_id, seen.revision.id)
    return await tell_later(store, seen, Announcement.correction, seen.revision.id, draft)


async def announced(release_id: str) -> LiveRelease | None:
    """Unless it is not public, or of a kind that knocks at nobody's door."""
    seen = (await releases.live([release_id])).get(release_id)
    return seen if seen and is_announced(seen.release.kind) else None


async def tell_later(
    store: Store, seen: LiveRelease, announcement: Announcement, what: str, draft: NoticeDraft | None, reason: str = ""
) -> Campaign:
    """The campaign of a later word about what was announced. `what` names the fact that it tells."""
    publisher = await organs.load(seen.release.publisher_id)
    return await campaigns.insert_once(
        Campaign(
            **await _facts(store, seen, draft),
            id=campaign_id(announcement, seen.release.id, what),
            announcement=announcement,
            interpretation_ids=[what] if announcement is Announcement.reading else [],
            title=(draft and draft.title) or compose_later_title(announcement, publisher.short_name),
            body=(draft and draft.body) or compose_later_body(announcement, seen.revision.content.title, reason),
            quiet=bool(draft and draft.way is CorrectionWay.quiet and announcement in _CORRECTIONS),
        )
    )


async def _facts(store: Store, seen: LiveRelease, draft: NoticeDraft | None) -> dict[str, Any]:
    release, region = seen.release, seen.revision.content.region_code
    words = (await keywords.hits_of([release.id])).get(release.id, [])
    return {
        "release_id": release.id,
        "revision": seen.revision.id,
        "kind": release.kind,
        "author_ids": await _authors(release.id, seen.revision, draft),
        "collapse_id": collapse_id(release.id),
        "channels": await with_ended_topics(
            [*release.channels, release_channel(release.id), *map(keyword_channel, words)]
        ),
        "asked_for": is_asked_for(release.kind),
        "must_see_region": must_see_region(release.kind, region),
        "created_at": store.now(),
    }


async def _authors(release_id: str, revision: Revision, draft: NoticeDraft | None) -> list[str]:
    """Who wrote this text, who made it public, and who composed its notice."""
    published = [event for event in await releases.events_of(release_id) if event.kind in TELLS]
    composers = [draft.composer.id] if draft else []
    return sorted({revision.author.id, *composers, *(event.actor.id for event in published[-1:])})


def same_words(one: Revision, other: Revision) -> bool:
    """Whether residents would read the same: a link or a topic changed is no correction to call them for."""
    mine, theirs = one.content, other.content
    return all(getattr(mine, field) == getattr(theirs, field) for field in _READ)
