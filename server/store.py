"""Opening the store as the settings say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pymongo.errors import ConfigurationError, ConnectionFailure, InvalidURI, OperationFailure

from content_models.catalogue import DOCUMENTS
from content_models.checks import seeds as word_lists
from content_models.kit.store import Store, Wake
from content_models.residents.changes import repository as resident_changes
from content_models.topics import repository as topics
from server.auth.first_start import first_administrator
from server.engines.errors import EngineAddressInvalid, EngineUnreachable
from server.settings import Settings
from server.wakes import RedisWake


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """The store with wake-ups through Redis, closed at the end. The settings must carry both addresses.

    Raises EngineAddressInvalid, EngineUnreachable.
    """
    async with _wake(settings) as wake:
        store = await _open(settings, wake.publish)
        try:
            yield store
        finally:
            await store.close()


async def prepare_store(settings: Settings) -> str | None:
    """Create missing indexes and vocabularies once, before several processes would race for it.

    Gives the one-time password of the first administrator where one had to be made; the demo brings its own people.
    """
    async with open_store(settings) as store:
        await topics.seed()
        await resident_changes.seed()
        await word_lists.seed(store.now())
        return None if settings.demo_accounts else await first_administrator(store)


def _wake(settings: Settings) -> RedisWake:
    try:
        return RedisWake(settings.redis_address)
    except ValueError as error:
        raise EngineAddressInvalid.of("ZHENGWU_REDIS_URL", "redis://主机:6379/0") from error


async def _open(settings: Settings, wake: Wake) -> Store:
    """What the driver says may hold the address and with it the password, so only its kind is passed on."""
    try:
        return await Store.open(
            settings.mongodb_address,
            settings.mongodb_database,
            DOCUMENTS,
            wake=wake,
            digest_algorithm=settings.audit_digest,
        )
    except (InvalidURI, ConfigurationError) as error:
        raise EngineAddressInvalid.of("ZHENGWU_MONGODB_URI", "mongodb://主机:27017/?replicaSet=rs0") from error
    except (ConnectionFailure, OperationFailure) as error:
        raise EngineUnreachable(cause=type(error).__name__) from error
