"""The demo city, serving over a real socket, and a store that knows its sources."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from server.demo.city.app import City
from server.demo.seed import seed
from tests.server.support import eventually
from tests.support import free_port


@pytest.fixture(scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The city's address, while it serves."""
    port, folder = free_port(), Path(tmp_path_factory.mktemp("city"))
    base = f"http://127.0.0.1:{port}"
    server = uvicorn.Server(uvicorn.Config(City(base, folder).app(), port=port, lifespan="off", log_level="error"))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield base
    server.should_exit = True
    await serving


@pytest.fixture(scope="module")
async def reading(mongodb_uri: str, city: str, request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    """A store that knows every source of the city. One for the module: reading a city takes seconds."""
    store = await Store.open(mongodb_uri, f"test_{Path(request.path).stem}", DOCUMENTS)
    await seed(store, city)
    yield store
    await store.client.drop_database(store.database.name)
    await store.close()
