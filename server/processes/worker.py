"""The worker process: effects after commit, the polling schedule, clean-up."""

import asyncio

from aggregators.fetch import Fetcher
from aggregators.poll import poll_source
from content_models.checks import seeds as word_lists
from content_models.sources.documents import FetchRecord, Source
from content_models.topics import repository as topics
from server.engines.at_hand import engines_at_hand
from server.settings import Settings
from server.store import open_store
from server.worker.announcing import register_announcing
from server.worker.broker import create_broker, receive_jobs, schedule_jobs
from server.worker.checking import register_checking
from server.worker.jobs import register_jobs
from server.worker.relaying import relay_effects
from server.worker.schedules import publish_by_the_clock
from server.worker.websub import register_websub


async def run_worker(settings: Settings) -> None:
    """Work until cancelled, on up-to-date vocabularies: where there is no `up`, the worker brings them."""
    async with engines_at_hand(settings) as complete, open_store(complete) as store, Fetcher() as fetcher:
        await topics.seed()
        await word_lists.seed(store.now())

        async def poll(source: Source) -> FetchRecord:
            return await poll_source(store, fetcher, source)

        broker = create_broker(complete.redis_address, longest_job=complete.poll_limit)
        register_jobs(broker, store, complete, poll)
        register_websub(broker, store, complete)
        register_checking(broker, store)
        register_announcing(broker, store, complete.push_limits())
        async with asyncio.TaskGroup() as group:
            group.create_task(relay_effects(store, complete))
            group.create_task(receive_jobs(broker))
            group.create_task(schedule_jobs(broker))
            group.create_task(publish_by_the_clock(store))
