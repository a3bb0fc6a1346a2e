"""What the feed does when a release becomes public, is corrected or is taken back."""

from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.timeline.actions.project import project

TOPICS = ("release.published", "release.corrected", "release.withdrawn")


async def project_timeline(store: Store, row: OutboxRow) -> None:
    """Effect of every topic in TOPICS; the row's subject is the release."""
    await project(store, row.subject_id)
