"""rebuild 重建: derive the whole feed again from the releases."""

from itertools import islice

from pydantic import BaseModel

from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.timeline import repository as timeline
from content_models.timeline.actions.project import project_many

BATCH = 500


class TimelineRebuilt(BaseModel):
    checked: int
    changed: int


async def rebuild(store: Store) -> TimelineRebuilt:
    """Correct every place that is wrong and add those that are missing, without emptying the feed meanwhile.

    Dropping the collection first is allowed too: the counter lives elsewhere, so epochs go on rising and every
    reader takes up the new entries by itself.
    """
    ids = dict.fromkeys([*await releases.every_live_id(), *await timeline.every_id()])
    remaining = iter(ids)
    changed = 0
    while batch := list(islice(remaining, BATCH)):
        changed += await project_many(store, batch)
    return TimelineRebuilt(checked=len(ids), changed=changed)
