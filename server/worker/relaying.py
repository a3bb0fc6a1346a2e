"""The outbox relay in the worker: woken by a publish or a sign-off, and looking by itself twice a second."""

import asyncio

from content_models.kit.relay import Relay
from content_models.kit.store import Store
from server.settings import Settings
from server.wakes import WakeListener
from server.worker.effects import effects_under

SCAN_EVERY = 0.4  # seconds: with the feed's own look, what is withdrawn is gone within one, lost wake-ups or not


async def relay_effects(store: Store, settings: Settings) -> None:
    """Run until cancelled."""
    async with WakeListener(settings.redis_address, "outbox") as wakes:
        await Relay(store, effects_under(settings.push_limits())).run_until(
            asyncio.Event(), lambda: wakes.wait(SCAN_EVERY)
        )
