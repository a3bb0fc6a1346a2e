"""Checks by the clock: links are looked at again and again; what is public is read again after a list has changed."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from taskiq_redis import RedisStreamBroker

from aggregators.errors import (
    SourceAddressRefused,
    SourceBlocked,
    SourceBusy,
    SourceFailed,
    SourceGone,
    SourceLoginRequired,
    SourceScriptWall,
    SourceTooLarge,
    SourceUrlInvalid,
)
from aggregators.fetch import Fetcher
from content_models.checks import repository as checks
from content_models.checks.actions.rescan import rescan_some
from content_models.checks.documents import LinkCheck
from content_models.kit.store import Store

LINKS_EVERY = timedelta(seconds=20)
RESCAN_EVERY = timedelta(seconds=5)
AT_A_TIME = 40  # links in one look
AT_ONCE = 8
CLAIM = timedelta(minutes=5)
GOOD_FOR = timedelta(days=7)
TRIED_AGAIN = timedelta(hours=2)
BELIEVED_AFTER = 2  # failures in a row: sites have bad minutes, and an editor is told only of what lasts
MOST_OF_A_PAGE = 64 * 1024  # bytes: more is not read, an answer that is longer is an answer
SCAN_FOR = 4.0  # seconds of one job
_IS_THERE = (SourceTooLarge, SourceBusy, SourceBlocked, SourceLoginRequired, SourceScriptWall)
_IS_FINAL = (SourceGone, SourceAddressRefused, SourceUrlInvalid)

Ask = Callable[[str], Awaitable[object]]


def register_checking(broker: RedisStreamBroker, store: Store) -> None:
    async def check_links() -> None:
        async with Fetcher(max_body=MOST_OF_A_PAGE, total_timeout=15) as fetcher:
            await check_due_links(store, fetcher.get)

    async def rescan_public() -> None:
        await rescan_for(store, SCAN_FOR)

    broker.register_task(check_links, "check_links", schedule=[{"interval": LINKS_EVERY}])
    broker.register_task(rescan_public, "rescan_public", schedule=[{"interval": RESCAN_EVERY}])


async def rescan_for(store: Store, seconds: float) -> None:
    """As many batches as fit; the next job goes on where this one stopped."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end and await rescan_some(store):
        pass


async def check_due_links(store: Store, ask: Ask) -> int:
    """Look at the links that are due; returns how many were looked at."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(link: LinkCheck) -> bool:
        async with gate:
            return await _check(store, ask, link)

    return sum(await asyncio.gather(*map(one, await checks.due_links(store.now(), AT_A_TIME))))


async def _check(store: Store, ask: Ask, link: LinkCheck) -> bool:
    if not await checks.claim_link(link, store.now() + CLAIM):
        return False
    problem, lasting = await _problem_of(ask, link.id)
    failures = link.failures + 1 if problem else 0
    now = store.now()
    believed = problem if lasting or failures >= BELIEVED_AFTER else link.problem if problem else ""
    due_at = now + (TRIED_AGAIN if problem else GOOD_FOR)
    await checks.record_link(link.id, problem=believed, failures=failures, at=now, due_at=due_at)
    return True


async def _problem_of(ask: Ask, link: str) -> tuple[str, bool]:
    """Why the link does not answer, and whether that is final; "" when it does. A site that asks for patience, for a
    log-in or for a browser is there."""
    try:
        await ask(link)
    except _IS_THERE:
        return "", False
    except _IS_FINAL as gone:
        return gone.message, True
    except SourceFailed as failure:
        return failure.message, False
    return "", False
