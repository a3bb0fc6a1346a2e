"""Opening what requests work with: the store, and the feed and search that keep themselves up to date."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from pydantic import TypeAdapter
from pymongo.errors import PyMongoError
from redis.asyncio import Redis

from content_models.intake.board.board import TriageBoard
from content_models.kit.store import Store
from content_models.residents.changes.followed import ResidentChanges
from content_models.residents.changes.rules import WAKES
from content_models.timeline.timeline import Timeline
from mobile_api.live.inboxes import InboxWatch
from server.deps import DemoAccount, Deps
from server.searching import live_search
from server.settings import Settings
from server.store import open_store
from server.wakes import WakeListener

LOOK_EVERY = 0.5  # seconds between looks at the timeline's and the residents' counts when no wake-up comes
INBOXES_EVERY = 2.0  # seconds; nothing is read while nobody is subscribed
BOARD_EVERY = 2.0  # seconds between looks for what other processes put in the queue when no wake-up comes
REDIS_SECONDS = 0.25  # nobody who asks for a page waits longer for a hint

log = structlog.get_logger()


@asynccontextmanager
async def open_deps(settings: Settings) -> AsyncIterator[Deps]:
    async with (
        open_store(settings) as store,
        fresh_timeline(store, settings) as timeline,
        watched_inboxes(settings) as inboxes,
        followed_residents(store, settings) as residents,
        live_search(store, settings) as search,
        fresh_board(store, settings) as board,
        Redis.from_url(
            settings.redis_address, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        ) as redis,
    ):
        yield Deps(
            store=store,
            settings=settings,
            timeline=timeline,
            inboxes=inboxes,
            residents=residents,
            search=search,
            board=board,
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
    gc.freeze()  # millions of small objects that stay: without this every full collection walks them all
    async with _at_wakes("timeline", LOOK_EVERY, lambda: timeline.refresh(store), settings):
        yield timeline


@asynccontextmanager
async def fresh_board(store: Store, settings: Settings) -> AsyncIterator[TriageBoard]:
    """A triage board that follows the queue. Nobody waits for its first reading: whoever asks for the queue does."""
    board = TriageBoard()
    async with _at_wakes("triage", BOARD_EVERY, lambda: board.refresh(store), settings):
        yield board


@asynccontextmanager
async def watched_inboxes(settings: Settings) -> AsyncIterator[InboxWatch]:
    """Tells subscribers of this process that their inbox changed, for as long as the context is open."""
    inboxes = InboxWatch()
    async with _at_wakes("inbox", INBOXES_EVERY, inboxes.look, settings):
        yield inboxes


@asynccontextmanager
async def followed_residents(store: Store, settings: Settings) -> AsyncIterator[ResidentChanges]:
    """Knows whose tokens are good no longer before the first request, and hears of others while the context is open."""
    changes = ResidentChanges()
    await changes.look(store)
    async with _at_wakes(WAKES, LOOK_EVERY, lambda: changes.look(store), settings):
        yield changes


@asynccontextmanager
async def _at_wakes(
    topic: str, every: float, look: Callable[[], Awaitable[object]], settings: Settings
) -> AsyncIterator[None]:
    """`look` at each wake-up and every so many seconds. A store that is away for a while leaves what was read last."""

    async def follow() -> None:
        async with WakeListener(settings.redis_address, topic) as wakes:
            while True:
                await wakes.wait(every)
                try:
                    await look()
                except PyMongoError as error:
                    log.warning("reading_stale", topic=topic, error=repr(error))

    following = asyncio.create_task(follow(), name=f"follow {topic}")
    try:
        yield
    finally:
        following.cancel()
        await asyncio.wait({following})
