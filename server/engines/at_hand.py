"""The engines for a single process: configured ones, those of a running `zhengwu up`, or own ones."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.engines.data_folder import DataFolder
from server.engines.embedded import brought_engines
from server.engines.secret_key import with_secret_key
from server.processes.supervisor import Supervisor
from server.settings import Settings

PATIENCE = 15.0  # seconds for a holder that is just starting to say where its engines are


@asynccontextmanager
async def engines_at_hand(settings: Settings) -> AsyncIterator[Settings]:
    """The settings with every address and the secret key."""
    if settings.mongodb_uri and settings.redis_url:
        yield with_secret_key(settings)
        return
    folder = DataFolder(settings.data_dir)
    if joined := await _joined(settings, folder):
        yield with_secret_key(joined)
        return
    async with brought_engines(settings, Supervisor(folder.logs)) as complete:
        yield complete


async def _joined(settings: Settings, folder: DataFolder) -> Settings | None:
    """The settings with the addresses the holder of the folder has announced; None when nobody holds it."""
    deadline = time.monotonic() + PATIENCE
    while (holder := folder.holder()) and time.monotonic() < deadline:
        if holder.mongodb_uri and holder.redis_url:
            found = {"mongodb_uri": holder.mongodb_uri, "redis_url": holder.redis_url}
            return settings.model_copy(update={name: url for name, url in found.items() if not getattr(settings, name)})
        await asyncio.sleep(0.1)
    return None
