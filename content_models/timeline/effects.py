"""What the feed does when a release becomes public, is corrected or is taken back, or when copies are regrouped."""

from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.timeline.actions.project import project, project_many

TOPICS = (
    "release.published",
    "release.corrected",
    "release.refreshed",
    "release.validity_changed",
    "release.withdrawn",
    "release.merged",
)


async def project_timeline(store: Store, row: OutboxRow) -> None:
    """Effect of every topic in TOPICS; the row's subject is the release."""
    await project(store, row.subject_id)


async def project_regrouped(store: Store, row: OutboxRow) -> None:
    """Effect of "items.regrouped": the releases of the payload may stand for each other now, or no longer."""
    await project_many(store, row.payload["release_ids"])
