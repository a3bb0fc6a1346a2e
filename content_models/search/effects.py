"""What search does when a release becomes public, is corrected or is taken back."""

from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.search import repository as search
from content_models.search.validity import ENDING


async def note_for_search(store: Store, row: OutboxRow) -> None:
    """Effect of every topic about releases; the row's subject is the release.

    What the release repeals or replaces is noted as well: its validity has changed although it has not.
    """
    found = await releases.load_many([row.subject_id])
    current = await releases.load_revisions(release.current_revision_id for release in found.values())
    ended = {link.target_id for text in current.values() for link in text.content.links if link.type in ENDING}
    affected = found | await releases.load_many(ended)
    versions = [(release.id, release.version) for release in affected.values() if release.published_at]
    for start in range(0, len(versions), search.MOST_AT_ONCE):
        await search.note(store, dict(versions[start : start + search.MOST_AT_ONCE]), row.created_at)
    await store.wake("search")
