"""The outbox relay in the worker: woken by a publish or a sign-off, and looking by itself every second."""

import asyncio

from content_models.kit.relay import Relay
from content_models.kit.store import Store
from server.settings import Settings
from server.wakes import WakeListener
from server.worker.effects import EFFECTS

SCAN_EVERY = 1.0  # seconds


async def relay_effects(store: Store, settings: Settings) -> None:
    """Run until cancelled."""
    async with WakeListener(settings.redis_address, "outbox") as wakes:
        await Relay(store, EFFECTS).run_until(asyncio.Event(), lambda: wakes.wait(SCAN_EVERY))
