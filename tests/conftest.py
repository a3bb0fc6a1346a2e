"""One embedded engine of each kind a test session (a worker, under xdist), one fresh database a test."""

import asyncio
import subprocess
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from server.engines.leash import leashed
from server.engines.mongodb import mongodb_child
from server.engines.mongodb import mongodb_uri as uri_at
from server.engines.ports import free_port
from server.engines.valkey import redis_url as url_at
from server.engines.valkey import valkey_child
from server.processes.child import Child
from tests.support import wait_for_port

# A shared machine is no failure; what has to be quick says so in a test of its own.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")


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
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    with _running(mongodb_child(tmp_path_factory.mktemp("mongodb"), port, durable=False), port):
        yield uri_at(port)


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    with _running(valkey_child(tmp_path_factory.mktemp("valkey"), port), port):
        yield url_at(port)


@pytest.fixture
async def store(mongodb_uri: str) -> AsyncIterator[Store]:
    store = await Store.open(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}", DOCUMENTS)
    try:
        yield store
    finally:
        await store.client.drop_database(store.database.name)
        await store.close()
        await asyncio.sleep(0)
