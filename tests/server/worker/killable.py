"""A worker to be killed: `python -m tests.server.worker.killable REDIS_URL stuck|quick`.

A stuck one begins every job and finishes none.
"""

import asyncio
import sys
from datetime import timedelta

from redis.asyncio import Redis
from taskiq_redis import RedisStreamBroker

from server.worker.broker import create_broker, receive_jobs, schedule_jobs

LONGEST_JOB = timedelta(seconds=1)


def broker_with_job(url: str, *, stuck: bool) -> RedisStreamBroker:
    broker = create_broker(url, longest_job=LONGEST_JOB)

    async def note(number: int) -> None:
        async with Redis.from_url(url) as redis:
            await redis.sadd("begun", number)
            if stuck:
                await asyncio.Event().wait()
            await redis.sadd("finished", number)

    broker.register_task(note, "note")
    return broker


async def main(url: str, manner: str) -> None:
    broker = broker_with_job(url, stuck=manner == "stuck")
    async with asyncio.TaskGroup() as group:
        group.create_task(receive_jobs(broker))
        group.create_task(schedule_jobs(broker))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
