"""project 投影: bring a release's place in the feed up to what the release says now."""

from collections.abc import Iterable

from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.timeline import repository as timeline
from content_models.timeline.rules import entry_of


async def project(store: Store, release_id: str) -> bool:
    """Re-reads the release, so it may be called late, twice or out of order. True if the feed changed."""
    return await project_many(store, [release_id]) == 1


async def project_many(store: Store, release_ids: Iterable[str]) -> int:
    """The same for a batch, in one transaction; returns how many places changed."""
    found = await releases.load_many(release_ids)
    entries = [entry for release in found.values() if (entry := entry_of(release)) is not None]
    changed = await timeline.upsert(store, entries)
    if changed:
        await store.wake("timeline")
    return changed
