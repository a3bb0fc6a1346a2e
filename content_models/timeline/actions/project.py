"""project 投影: bring a release's place in the feed up to what the release says now."""

from collections.abc import Collection, Iterable, Mapping

from content_models.intake.clusters import repository as clusters
from content_models.keywords import repository as keywords
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.cards import repository as cards
from content_models.releases.channels import keyword_channel
from content_models.releases.documents import Release
from content_models.timeline import repository as timeline
from content_models.timeline.documents import TimelineEntry
from content_models.timeline.rules import entry_of, removed


async def project(store: Store, release_id: str) -> bool:
    """Re-reads the release, so it may be called late, twice or out of order. True if the feed changed."""
    return await project_many(store, [release_id]) > 0


async def project_many(store: Store, release_ids: Iterable[str]) -> int:
    """The same for a batch, in one transaction; returns how many places changed, those of a cluster's others too."""
    wanted = list(dict.fromkeys(release_ids))
    found = await releases.load_many(wanted)
    entries = [*await _entries(found), *await _removed([one for one in wanted if one not in found])]
    changed = await timeline.upsert(store, entries)
    if changed:
        await store.wake("timeline")
    return changed


async def _entries(found: Mapping[str, Release]) -> list[TimelineEntry]:
    cluster_of = await _clusters(found)
    words = await keywords.hits_of(found)
    entries = [
        entry_of(
            release,
            cluster_id=cluster_of.get(release.id),
            keyword_channels=map(keyword_channel, words.get(release.id, ())),
        )
        for release in found.values()
    ]
    return [entry for entry in entries if entry is not None]


async def _clusters(found: Mapping[str, Release]) -> dict[str, str]:
    """The cluster in which the text of a release was found, by release."""
    heads = await cards.heads(one.live_revision_id for one in found.values() if one.live_revision_id)
    item_of = {head.release_id: head.provenance[0].item_id for head in heads.values() if head.provenance}
    known = await clusters.cluster_ids(item_of.values())
    return {release_id: known[item_id] for release_id, item_id in item_of.items() if item_id in known}


async def _removed(release_ids: Collection[str]) -> list[TimelineEntry]:
    """Places whose release is gone from the store: their readers are told so."""
    stored = await timeline.load_many(release_ids) if release_ids else {}
    return [removed(entry) for entry in stored.values()]
