"""The pusher process: leases chunks and sends them through the configured channel."""

import asyncio

from server.engines.at_hand import engines_at_hand
from server.settings import Settings
from server.store import open_store


async def run_pusher(settings: Settings) -> None:
    """Push until cancelled."""
    async with engines_at_hand(settings) as complete, open_store(complete):
        await asyncio.Event().wait()
