"""What this process searches: the index in the data folder, followed for as long as the process serves."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from prometheus_client import Histogram
from pymongo.errors import PyMongoError

from content_models.kit.errors import ZhengwuError
from content_models.kit.store import Store
from content_models.search.follower import SearchFollower
from content_models.search.home import SearchHome
from content_models.search.live import LiveSearch
from server.settings import Settings
from server.wakes import WakeListener

LOOK_EVERY = 1.0  # seconds between looks at the log of changes when no wake-up comes
NAMES_EVERY = 60.0  # seconds between looks at organs and topics

SEARCHABLE = Histogram(
    "zhengwu_search_publish_to_searchable_seconds",
    "From a publication, correction or withdrawal to the moment when search of this node knew of it",
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300),
)

log = structlog.get_logger()


def search_home(settings: Settings) -> SearchHome:
    return SearchHome(settings.data_dir.resolve() / "search")


@asynccontextmanager
async def live_search(store: Store, settings: Settings) -> AsyncIterator[LiveSearch]:
    """Search that follows the store while the context is open. Building a missing index does not hold up the start."""
    live = LiveSearch()
    follower = SearchFollower(store, search_home(settings), live, lambda happened: _count(store, happened))
    following = asyncio.create_task(_follow(follower, settings), name="follow for search")
    try:
        yield live
    finally:
        following.cancel()
        await asyncio.wait({following})
        follower.close()


async def _follow(follower: SearchFollower, settings: Settings) -> None:
    """A store that is away for a while leaves search readable, only not newer; so does a full disk."""
    names_due = 0.0
    async with WakeListener(settings.redis_address, "search") as wakes:
        while True:
            try:
                if time.monotonic() >= names_due:
                    await follower.renew_directory()
                    names_due = time.monotonic() + NAMES_EVERY
                await follower.step()
            except (PyMongoError, OSError, ZhengwuError) as error:
                log.warning("search_stale", error=repr(error))
            await wakes.wait(LOOK_EVERY)


def _count(store: Store, happened: Sequence[datetime]) -> None:
    for moment in happened:
        SEARCHABLE.observe((store.now() - moment).total_seconds())
