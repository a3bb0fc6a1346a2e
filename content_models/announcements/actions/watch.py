"""Watch (漏发检查): something was published, and nobody has begun to tell of it. Looks at releases, not at queues."""

from datetime import timedelta

import structlog

from content_models.announcements import repository as campaigns
from content_models.announcements.documents import Announcement
from content_models.announcements.limits import CONFIRMED_WITHIN
from content_models.announcements.rules import ANNOUNCED, campaign_id
from content_models.kit.store import Store
from content_models.releases import repository as releases

LOOKS_BACK = timedelta(days=1)

log = structlog.get_logger()


async def unannounced(store: Store) -> list[str]:
    """Ids of what was published within a day, more than five minutes ago, and has no campaign."""
    now = store.now()
    due = await releases.published_between(ANNOUNCED, now - LOOKS_BACK, now - CONFIRMED_WITHIN)
    told = await campaigns.existing([campaign_id(Announcement.publication, one.id) for one in due])
    return [one.id for one in due if campaign_id(Announcement.publication, one.id) not in told]


async def watch(store: Store) -> list[str]:
    """Say so in the log as long as it lasts; /metrics and the console ask for themselves."""
    missing = await unannounced(store)
    for release_id in missing:
        log.error("release_unannounced", release=release_id)
    return missing
