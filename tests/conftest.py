"""One embedded MongoDB a test session (a worker, under xdist), one fresh database a test."""

import asyncio
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from tests.support import free_port, wait_for_port


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    folder = tmp_path_factory.mktemp("mongodb")
    program = str(Path(sys.executable).with_name("secantusd-py"))
    server = subprocess.Popen([program, "--port", str(port), "--storage-path", str(folder), "--log-level", "WARNING"])
    try:
        wait_for_port(port)
        yield f"mongodb://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@pytest.fixture
async def store(mongodb_uri: str) -> AsyncIterator[Store]:
    store = await Store.open(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}", DOCUMENTS)
    try:
        yield store
    finally:
        await store.client.drop_database(store.database.name)
        await store.close()
        await asyncio.sleep(0)
