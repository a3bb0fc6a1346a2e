"""Wake-ups: heard at once, never an error, and not needed."""

import asyncio
import time
from collections.abc import Awaitable

from server.engines.ports import free_port
from server.wakes import RedisWake, WakeListener
from tests.server.support import elapsed_since


async def test_wake_up_ends_the_wait_at_once(redis_url: str) -> None:
    async with WakeListener(redis_url, "outbox") as listener, RedisWake(redis_url) as wake:
        await listener.wait(0.01)  # subscribes
        waiting, start = asyncio.create_task(listener.wait(20)), time.monotonic()
        await wake.publish("chunks")
        await wake.publish("outbox")
        await waiting
        assert elapsed_since(start) < 5


async def test_many_wake_ups_are_one_reason_to_scan(redis_url: str) -> None:
    async with WakeListener(redis_url, "outbox") as listener, RedisWake(redis_url) as wake:
        await listener.wait(0.01)
        for _ in range(50):
            await wake.publish("outbox")
        scans = 0
        while await ended_before(listener.wait(0.3), 0.25):
            scans += 1
        assert 1 <= scans <= 5  # 1 unless the machine is so busy that they are heard in several goes


async def ended_before(wait: Awaitable[None], seconds: float) -> bool:
    start = time.monotonic()
    await wait
    return elapsed_since(start) < seconds


async def test_without_redis_publishing_is_silent_and_waiting_ends_by_itself() -> None:
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    async with WakeListener(nowhere, "outbox") as listener, RedisWake(nowhere) as wake:
        await wake.publish("outbox")
        await listener.wait(0.05)
