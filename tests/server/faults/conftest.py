"""A small city on engines of its own: those of the test session must not be killed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from content_models.kit.store import Store
from server.settings import Settings
from server.store import open_store, prepare_store
from tests.mobile_api.city import City
from tests.server.faults.residents import RELEASES, Residents, residents_of
from tests.server.faults.running import Engines, process, ready, running_engines
from tests.server.support import sockets_left_by_pymongo


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[Engines]:
    with running_engines(tmp_path) as engines:
        yield engines


@pytest.fixture
async def settings(engines: Engines, tmp_path: Path) -> Settings:
    settings = engines.settings(tmp_path)
    await prepare_store(settings)
    return settings


@pytest.fixture
async def own_store(settings: Settings) -> AsyncIterator[Store]:
    with sockets_left_by_pymongo():
        async with open_store(settings) as store:
            yield store


@pytest.fixture
async def own_city(own_store: Store) -> City:
    city = City(own_store)
    await city.organ()
    for number in range(RELEASES):
        await city.release(f"示例公告{number}")
    await city.project()
    return city


@pytest.fixture
async def residents(own_city: City, settings: Settings, tmp_path: Path) -> AsyncIterator[Residents]:
    """Of an api process that serves the city."""
    with process("serve", tmp_path, settings.as_environment()):
        await ready(settings)
        async with residents_of(settings.local_url) as residents:
            yield residents
