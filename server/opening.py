"""Opening what requests work with: the store, and the feed in memory that keeps itself up to date."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from pydantic import TypeAdapter
from pymongo.errors import PyMongoError
from redis.asyncio import Redis

from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from server.deps import DemoAccount, Deps
from server.settings import Settings
from server.store import open_store
from server.wakes import WakeListener

REDIS_SECONDS = 0.25  # nobody who asks for a page waits longer for a hint
LOOK_EVERY = 1.0  # seconds between looks at the timeline's counter when no wake-up comes

log = structlog.get_logger()


@asynccontextmanager
async def open_deps(settings: Settings) -> AsyncIterator[Deps]:
    async with (
        open_store(settings) as store,
        fresh_timeline(store, settings) as timeline,
        Redis.from_url(
            settings.redis_address, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        ) as redis,
    ):
        yield Deps(
            store=store,
            settings=settings,
            timeline=timeline,
            redis=redis,
            demo_accounts=shown_accounts(settings.demo_accounts),
        )


def shown_accounts(file: Path | None) -> tuple[DemoAccount, ...]:
    """The accounts that the log-in page offers: those of the demo, and none anywhere else."""
    return TypeAdapter(tuple[DemoAccount, ...]).validate_json(file.read_bytes()) if file else ()


@asynccontextmanager
async def fresh_timeline(store: Store, settings: Settings) -> AsyncIterator[Timeline]:
    """A timeline that follows the store for as long as the context is open."""
    timeline = Timeline()
    await timeline.refresh(store)
    following = asyncio.create_task(_follow(timeline, store, settings), name="follow the timeline")
    try:
        yield timeline
    finally:
        following.cancel()
        await asyncio.wait({following})


async def _follow(timeline: Timeline, store: Store, settings: Settings) -> None:
    """A store that is away for a while leaves the feed readable, only not newer."""
    async with WakeListener(settings.redis_address, "timeline") as wakes:
        while True:
            await wakes.wait(LOOK_EVERY)
            try:
                await timeline.refresh(store)
            except PyMongoError as error:
                log.warning("timeline_stale", error=repr(error))
