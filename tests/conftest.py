"""One embedded engine of each kind a test session (a worker, under xdist), one empty database a test."""

import asyncio
import gc
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from hypothesis import HealthCheck, settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from server.auth import passwords
from server.engines.leash import leashed
from server.engines.mongodb import mongodb_child
from server.engines.mongodb import mongodb_uri as uri_at
from server.engines.ports import free_port
from server.engines.valkey import redis_url as url_at
from server.engines.valkey import valkey_child
from server.processes.child import Child
from server.processes.run import GARBAGE_THRESHOLDS
from tests.store_pool import StorePool, new_name
from tests.support import wait_for_port

# A shared machine is no failure; what has to be quick says so in a test of its own.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")


@pytest.hookimpl(trylast=True)  # after pytest-randomly
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole processes first: they wait more than they work, and a long one begun last would keep one worker alone.

    `--dist worksteal` gives them to its first worker, one after the other, while the others have the quick tests.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """As the processes have it; and what is loaded is there to stay, so nobody looks through it for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


@pytest.fixture(scope="session", autouse=True)
def _quick_hashing() -> Iterator[None]:
    """The same algorithm at its lowest cost: tests log in often. Processes they start have the real one."""
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", cheap)
        yield


@contextmanager
def _running(child: Child, port: int) -> Iterator[None]:
    engine = subprocess.Popen(leashed(child.command), stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield
    finally:
        engine.kill()
        engine.wait()


@pytest.fixture(scope="session")
def _mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    with _running(mongodb_child(tmp_path_factory.mktemp("mongodb"), port, durable=False), port):
        yield uri_at(port)


@pytest.fixture(scope="session")
def mongodb_uri(_mongodb_uri: str) -> str:
    return _mongodb_uri


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    with _running(valkey_child(tmp_path_factory.mktemp("valkey"), port), port):
        yield url_at(port)


@pytest.fixture(scope="session")
async def _store_pool(_mongodb_uri: str) -> AsyncIterator[StorePool]:
    pool = StorePool(_mongodb_uri)
    yield pool
    await pool.close()


@pytest.fixture
async def store(request: pytest.FixtureRequest, _mongodb_uri: str, _store_pool: StorePool) -> AsyncIterator[Store]:
    """An empty database. A test that asks for the engine's address as well may start processes on it, which may outlive
    the test: it gets a database that no other test will see. One that listens to commands gets a client that is opened
    after it began to."""
    if not {"mongodb_uri", "commands"}.isdisjoint(request.fixturenames):
        async with _database_of_its_own(_mongodb_uri) as store:
            yield store
    else:
        yield await _store_pool.lend()
        await _store_pool.take_back()


@asynccontextmanager
async def _database_of_its_own(uri: str) -> AsyncIterator[Store]:
    store = await Store.open(uri, new_name(), DOCUMENTS)
    try:
        yield store
    finally:
        await store.client.drop_database(store.database.name)
        await store.close()
        await asyncio.sleep(0)
