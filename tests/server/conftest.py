"""The desk, for every test of the faces."""

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from content_models.kit.store import Store
from server.auth import passwords
from tests.server.desk import Desk, open_desk


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm at its lowest cost: tests log in hundreds of times."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)))


@pytest.fixture
async def desk(store: Store, quick_hashing: None) -> Desk:
    return await open_desk(store)
