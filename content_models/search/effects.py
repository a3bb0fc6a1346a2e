"""What search does when a release becomes public, is corrected or is taken back, or an organ is called otherwise."""

from collections.abc import Iterable

from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.channels import organ_channel
from content_models.releases.documents import Release
from content_models.releases.validity import ENDING_LINKS
from content_models.search import repository as search


async def note_for_search(store: Store, row: OutboxRow) -> None:
    """Effect of every topic about releases; the row's subject is the release.

    What the release puts an end to is noted as well: its validity has changed although it has not.
    """
    found = await releases.load_many([row.subject_id])
    current = await releases.load_revisions(release.current_revision_id for release in found.values())
    ended = {link.target_id for text in current.values() for link in text.content.links if link.type in ENDING_LINKS}
    await _note(store, (found | await releases.load_many(ended)).values(), row)


async def note_renamed_organ(store: Store, row: OutboxRow) -> None:
    """Effect of "organ.renamed": what it issued or published is found by the names it has now."""
    filed = await releases.live_ids_in(organ_channel(row.subject_id))
    await _note(store, (await releases.load_many(filed)).values(), row)


async def _note(store: Store, affected: Iterable[Release], row: OutboxRow) -> None:
    versions = [(release.id, release.version) for release in affected if release.published_at]
    for start in range(0, len(versions), search.MOST_AT_ONCE):
        await search.note(store, dict(versions[start : start + search.MOST_AT_ONCE]), row.created_at)
    await store.wake("search")
