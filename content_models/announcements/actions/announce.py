"""Announce (发布通知): one campaign for a release and the interpretations that go with it."""

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Campaign
from content_models.announcements.rules import (
    Announcement,
    campaign_id,
    collapse_id,
    compose_body,
    compose_title,
    is_announced,
    is_asked_for,
)
from content_models.keywords import repository as keywords
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.channels import keyword_channel, release_channel
from content_models.releases.repository import LiveRelease


async def announce(store: Store, release_id: str) -> Campaign | None:
    """The campaign that tells of this publication, made now or earlier.

    None when there is nothing to tell: the release is not public (any more), or its kind is not announced.
    The store is read anew: whatever the caller knew may have changed since.
    """
    seen = (await releases.live([release_id])).get(release_id)
    if seen is None or not is_announced(seen.release.kind):
        return None
    interpretations = (await releases.live_interpretations_of([release_id])).get(release_id, [])
    return await campaigns.insert_once(await _compose(store, seen, interpretations))


async def _compose(store: Store, seen: LiveRelease, interpretations: list[str]) -> Campaign:
    release, content = seen.release, seen.revision.content
    publisher = await organs.load(release.publisher_id)
    words = (await keywords.hits_of([release.id])).get(release.id, [])
    return Campaign(
        id=campaign_id(Announcement.publication, release.id),
        release_id=release.id,
        interpretation_ids=interpretations,
        title=compose_title(release.kind, publisher.short_name),
        body=compose_body(content.title, interpreted=bool(interpretations)),
        collapse_id=collapse_id(release.id),
        asked_for=is_asked_for(release.kind),
        channels=sorted({*release.channels, release_channel(release.id), *map(keyword_channel, words)}),
        created_at=store.now(),
    )
