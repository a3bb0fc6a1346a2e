"""The desk under test, whose organ the notices name."""

import pytest

from content_models.kit.store import Store
from tests.content_models.bundles.support import organ
from tests.desk import Desk


@pytest.fixture
async def desk(store: Store) -> Desk:
    await organ()
    return Desk(store)
