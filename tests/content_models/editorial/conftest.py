"""The desk under test."""

import pytest

from content_models.kit.store import Store
from tests.desk import Desk


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)
