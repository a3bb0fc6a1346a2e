"""The pusher process: leases chunks and sends them through the configured channel."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from push.channels.apns import ApnsChannel
from push.channels.channel import Channel
from push.channels.log import LogChannel
from push.pusher import run_pusher as push_chunks
from server.engines.at_hand import engines_at_hand
from server.settings import PushMode, Settings
from server.store import open_store
from server.wakes import WakeListener

SCAN_EVERY = 1.0  # seconds
LOG = "push.log.jsonl"  # in the data folder, for `--push log`


async def run_pusher(settings: Settings) -> None:
    """Push until cancelled; the window under way is finished first. Killed, another takes over when the lease ends."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    async with (
        engines_at_hand(settings) as complete,
        open_store(complete) as store,
        open_channel(complete) as channel,
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


@asynccontextmanager
async def open_channel(settings: Settings) -> AsyncIterator[Channel]:
    """The channel of the settings. Raises ApnsNotConfigured, InvalidSigningKey."""
    channel = _apns(settings) if settings.push is PushMode.apns else LogChannel(settings.data_dir / LOG)
    try:
        yield channel
    finally:
        await channel.close()


def _apns(settings: Settings) -> ApnsChannel:
    team_id, key_id, key_file = settings.apns_key()
    return ApnsChannel(
        host=settings.apns_host,
        port=settings.apns_port,
        topic=settings.apns_topic,
        team_id=team_id,
        key_id=key_id,
        key_file=key_file,
        ca_file=settings.apns_ca_file,
    )
