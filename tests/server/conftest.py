"""The desk, for every test of the faces."""

import pytest

from content_models.kit.store import Store
from tests.server.desk import Desk, open_desk


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await open_desk(store)
