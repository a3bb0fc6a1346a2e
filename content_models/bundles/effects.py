"""What follows a publication, a correction or a withdrawal for plans, run from the outbox. Idempotent."""

from content_models.bundles import repository as bundles
from content_models.bundles.actions.watch_readings import settle, watch_readings
from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseKind


async def settle_plans(store: Store, row: OutboxRow) -> None:
    """The plan of a policy, and those of the policies that a reading reads or read before: alarms close at once."""
    release = await releases.load(row.subject_id)
    policies = {release.id}
    if release.kind is ReleaseKind.interpretation:
        shown = {release.current_revision_id, release.cited_revision_id}
        for revision in (await releases.load_revisions(shown)).values():
            policies |= releases.interpreted_by(revision.content.links)
    for plan in await bundles.plans_of(policies):
        await settle(store, plan)


async def recount_due_days(store: Store, row: OutboxRow) -> None:
    """Effect of "calendar.changed": every open plan's due day is counted anew under the notice that was entered."""
    await watch_readings(store)
