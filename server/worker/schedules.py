"""Scheduled releases, by the clock and the store alone: no queue and no Redis stands between the hour and them."""

import asyncio
from datetime import datetime, timedelta

import structlog
from pymongo.errors import PyMongoError

from content_models.editorial.schedules import repository as schedules
from content_models.editorial.schedules.actions.run import run_due
from content_models.kit.errors import StoreUnavailable
from content_models.kit.store import Store

SCAN_EVERY = timedelta(milliseconds=500)

log = structlog.get_logger()


async def publish_by_the_clock(store: Store) -> None:
    """Run until cancelled. A store that is away is asked again at the next look."""
    while True:
        pause = SCAN_EVERY
        try:
            await run_due(store)
            pause = _until(await schedules.next_due(), store.now())
        except (PyMongoError, StoreUnavailable) as error:
            log.warning("schedules_unread", error=repr(error))
        await asyncio.sleep(pause.total_seconds())


def _until(due_at: datetime | None, now: datetime) -> timedelta:
    """To the next hour if it is near, so that it is met to the millisecond; never longer than a look."""
    left = due_at - now if due_at else SCAN_EVERY
    return min(max(left, timedelta(milliseconds=20)), SCAN_EVERY)
