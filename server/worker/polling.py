"""Polling by the clock. The claim on the source's row decides who polls, not the queue.

A source is claimed when its job is enqueued, and once more when the job starts. A job that was lost, or whose worker
died, is enqueued anew when its claim runs out; one that was handed out twice finds the claim taken.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchRecord, Source

AT_A_TIME = 200  # sources enqueued in one look

Poll = Callable[[Source], Awaitable[FetchRecord]]
Enqueue = Callable[[str, str], Awaitable[object]]

log = structlog.get_logger()


async def enqueue_due(store: Store, enqueue: Enqueue, limit: timedelta) -> int:
    """Enqueue (source id, claim) for each source whose time has come; returns how many."""
    count = 0
    for source in await sources.due(store.now(), AT_A_TIME):
        claimed_until = store.now() + limit
        if await sources.claim(source, claimed_until):
            await enqueue(source.id, claimed_until.isoformat())
            count += 1
    return count


async def poll_claimed(store: Store, poll: Poll, source_id: str, claim: str, limit: timedelta) -> FetchRecord | None:
    """Poll the source if `claim` is still the one on its row; None when somebody else has it."""
    source = await sources.load(source_id)
    if source.next_due_at != datetime.fromisoformat(claim):
        return None
    if not await sources.claim(source, store.now() + limit):
        return None
    record = await poll(source)
    log.info("polled", source=source_id, outcome=record.outcome, new=record.new, changed=record.changed)
    return record
