"""Jobs of a killed worker run after its restart, on a queue where nothing new arrives."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from redis.asyncio import Redis
from taskiq.kicker import AsyncKicker

from server.worker.broker import AT_ONCE, QUEUE, receive_jobs
from tests.server.support import eventually
from tests.server.worker.killable import broker_with_job

JOBS = AT_ONCE  # so that the killed worker had been handed every one, and nothing new is left in the queue


@pytest.fixture
async def queue_url(redis_url: str) -> str:
    """A Redis database of its own."""
    url = redis_url.removesuffix("/0") + "/5"
    async with Redis.from_url(url) as redis:
        await redis.flushdb()
    return url


@contextmanager
def worker(url: str, manner: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.server.worker.killable", url, manner]
    with subprocess.Popen(command) as process:
        try:
            yield process
        finally:
            process.kill()


async def enqueue(url: str, count: int) -> None:
    broker = broker_with_job(url, stuck=False)
    await broker.startup()
    for number in range(count):
        await AsyncKicker("note", broker, {}).kiq(number)
    await broker.shutdown()


@pytest.mark.slow
async def test_jobs_of_a_killed_worker_run_after_restart_on_a_quiet_queue(queue_url: str) -> None:
    await enqueue(queue_url, JOBS)
    async with Redis.from_url(queue_url) as redis:

        async def reached(key: str, count: int) -> bool:
            return await redis.scard(key) >= count

        with worker(queue_url, "stuck"):
            await eventually(lambda: reached("begun", JOBS))
        assert await redis.scard("finished") == 0
        with worker(queue_url, "quick"):
            await eventually(lambda: reached("finished", JOBS), 30)


async def test_worker_goes_on_after_redis_forgot_everything(queue_url: str) -> None:
    """Redis restarted without its data: the consumer group must be declared again."""
    receiving = asyncio.create_task(receive_jobs(broker_with_job(queue_url, stuck=False)))
    async with Redis.from_url(queue_url) as redis:

        async def finished(count: int) -> bool:
            return await redis.scard("finished") >= count

        await enqueue(queue_url, 1)
        await eventually(lambda: finished(1))
        await redis.delete(QUEUE, "finished")
        await enqueue(queue_url, 3)
        await eventually(lambda: finished(3))
    receiving.cancel()
    await asyncio.wait({receiving})
