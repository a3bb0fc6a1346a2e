"""The pusher process: leases chunks and sends them through the configured channels."""

import asyncio
import os
import socket

from push.pusher import run_pusher as push_chunks
from server.channels import open_channel
from server.engines.at_hand import engines_at_hand
from server.settings import Settings
from server.store import open_store
from server.wakes import WakeListener

SCAN_EVERY = 1.0  # seconds


async def run_pusher(settings: Settings) -> None:
    """Push until cancelled; the window under way is finished first. Killed, another takes over when the lease ends."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    async with (
        engines_at_hand(settings) as complete,
        open_store(complete) as store,
        open_channel(complete, store) as channel,
        WakeListener(complete.redis_address, "chunks") as wakes,
    ):
        stop = asyncio.Event()
        pushing = asyncio.create_task(
            push_chunks(
                store,
                channel,
                owner=owner,
                stop=stop,
                wait=lambda: wakes.wait(SCAN_EVERY),
                limits=complete.push_limits(),
            )
        )
        try:
            await asyncio.shield(pushing)
        finally:
            stop.set()
            await pushing
