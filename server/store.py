"""Opening the store as the settings say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from content_models.topics import repository as topics
from server.settings import Settings
from server.wakes import RedisWake


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """The store with wake-ups through Redis, closed at the end. The settings must carry both addresses."""
    async with RedisWake(settings.redis_address) as wake:
        store = await Store.open(settings.mongodb_address, settings.mongodb_database, DOCUMENTS, wake=wake.publish)
        try:
            yield store
        finally:
            await store.close()


async def prepare_store(settings: Settings) -> None:
    """Create missing indexes and vocabularies once, before several processes would race for it."""
    async with open_store(settings):
        await topics.seed()
