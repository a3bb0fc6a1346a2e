"""The job queue: taskiq on a Redis stream. It may lose jobs; whoever enqueues them finds the work again in the store.

taskiq-redis 1.2.4 looks for jobs of dead workers only after it has read a new one, so a quiet queue would keep them
for ever; the tick job is that new one. Its lock for looking has no time limit by default, so a worker killed while
holding it would block all others.
"""

import asyncio
from datetime import timedelta

import structlog
from redis.exceptions import RedisError
from taskiq import TaskiqScheduler
from taskiq.api import run_scheduler_task
from taskiq.receiver import Receiver
from taskiq.schedule_sources import LabelScheduleSource
from taskiq_redis import RedisStreamBroker

QUEUE = "zhengwu:jobs"
TICK = timedelta(seconds=3)
AT_ONCE = 8  # jobs a worker runs at the same time
MOST_QUEUED = 10_000
LOCK_SECONDS = 10.0
PAUSE = 1.0  # seconds before asking a Redis that is away again

log = structlog.get_logger()


def create_broker(redis_url: str, *, longest_job: timedelta) -> RedisStreamBroker:
    """A job that was handed out and not finished within `longest_job` (and a bit) is handed out again.

    The stream is read from its beginning: jobs enqueued before the first worker came are not skipped.
    """
    broker = RedisStreamBroker(
        redis_url,
        queue_name=QUEUE,
        consumer_id="0",
        maxlen=MOST_QUEUED,
        xread_count=AT_ONCE,
        xread_block=1000,
        idle_timeout=int((longest_job + timedelta(seconds=2)).total_seconds() * 1000),
        unacknowledged_lock_timeout=LOCK_SECONDS,
    )
    broker.register_task(_tick, "tick", schedule=[{"interval": TICK}])
    broker.is_worker_process = True
    return broker


async def receive_jobs(broker: RedisStreamBroker) -> None:
    """Run jobs until cancelled. A Redis that restarted empty has forgotten the consumer group: declare it each time."""
    while True:
        try:
            await broker.startup()
            await Receiver(broker, run_startup=False, max_async_tasks=AT_ONCE).listen(asyncio.Event())
        except* RedisError as errors:
            log.warning("queue_unreachable", error=repr(errors.exceptions[0]))
        await asyncio.sleep(PAUSE)


async def schedule_jobs(broker: RedisStreamBroker) -> None:
    """Enqueue by the clock until cancelled. Every worker does; the jobs bear being enqueued twice."""
    await run_scheduler_task(TaskiqScheduler(broker, [LabelScheduleSource(broker)]))


async def _tick() -> None:
    """Makes the next read look for jobs of dead workers."""
