"""The worker process: effects after commit, the polling schedule, clean-up."""

import asyncio

from server.engines.at_hand import engines_at_hand
from server.settings import Settings
from server.store import open_store
from server.worker.relaying import relay_effects


async def run_worker(settings: Settings) -> None:
    """Work until cancelled."""
    async with engines_at_hand(settings) as complete, open_store(complete) as store, asyncio.TaskGroup() as group:
        group.create_task(relay_effects(store, complete))
