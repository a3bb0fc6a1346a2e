"""rebuild 重建: derive the whole feed again from the releases."""

from collections.abc import Callable
from itertools import islice

from pydantic import BaseModel

from content_models.keywords.actions.match import match_many
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.timeline import repository as timeline
from content_models.timeline.actions.project import project_many

BATCH = 500


class TimelineRebuilt(BaseModel):
    checked: int
    changed: int
    hits: int = 0  # of followed words, where they were looked for again


def _unseen(done: int, total: int) -> None:
    """Nobody watches."""


async def rebuild(
    store: Store, *, with_keywords: bool = False, progress: Callable[[int, int], None] = _unseen
) -> TimelineRebuilt:
    """Correct every place that is wrong and add those that are missing, without emptying the feed meanwhile.

    Dropping the collection first is allowed too: the counter lives elsewhere, so epochs go on rising and every
    reader takes up the new entries by itself. Offline copies then begin anew, for what was withdrawn is forgotten.
    `with_keywords` also looks through every text again for followed words, so that words begun today find old texts.
    """
    placed = await timeline.every_id()
    if not placed:
        await timeline.raise_floor(store, (await timeline.counter()).value)
    ids = dict.fromkeys([*await releases.every_live_id(), *placed])
    rebuilt = TimelineRebuilt(checked=len(ids), changed=0)
    remaining = iter(ids)
    done = 0
    while batch := list(islice(remaining, BATCH)):
        rebuilt.hits += await match_many(store, batch) if with_keywords else 0
        rebuilt.changed += await project_many(store, batch)
        done += len(batch)
        progress(done, len(ids))
    return rebuilt
