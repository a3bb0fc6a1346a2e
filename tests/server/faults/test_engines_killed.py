"""kill -9 of MongoDB or Valkey while residents read, follow and ask: right answers, or when to come back."""

import uuid
from collections import Counter

import pytest

from tests.mobile_api.client import operation
from tests.server.faults.residents import CACHED, QUESTIONS, Residents
from tests.server.faults.running import Engines
from tests.server.support import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

MANY = 60


async def bookmark(residents: Residents, key: str) -> dict:
    asked = {"releaseId": "release-0001", "idempotencyKey": key}
    body = {"query": operation("Bookmark"), "variables": {"input": asked}}
    headers = {"authorization": f"Bearer {residents.tokens[0]}"}
    return (await residents.http.post("/graphql", json=body, headers=headers)).json()


async def test_mongodb_killed_under_load(residents: Residents, engines: Engines) -> None:
    await residents.learn()
    key = uuid.uuid4().hex
    async with residents.asking():
        await eventually(lambda: residents.outcomes("right") >= MANY)
        engines.mongodb.kill()
        kept = residents.answered(CACHED, "right")
        await eventually(lambda: residents.outcomes("away") >= MANY, 120)
        assert residents.answered(CACHED, "right") > kept  # what was made goes on
        refused = await bookmark(residents, key)
        assert {error["extensions"]["code"] for error in refused["errors"]} == {"STORE_UNAVAILABLE"}

        engines.mongodb.start()
        before = Counter(residents.seen)
        await eventually(lambda: all(residents.answered(one, "right") > before[one, "right"] for one in QUESTIONS), 60)
        assert (await bookmark(residents, key))["data"]["bookmark"]["bookmarked"] is True
    assert residents.wrong == []
    assert residents.answered(CACHED, "away") == 0


async def test_valkey_killed_under_load(residents: Residents, engines: Engines) -> None:
    """It holds nothing that an answer needs: nobody notices."""
    await residents.learn()
    async with residents.asking():
        await eventually(lambda: residents.outcomes("right") >= MANY)
        engines.valkey.kill()
        before = residents.outcomes("right")
        await eventually(lambda: residents.outcomes("right") >= before + 3 * MANY, 60)
        assert (await bookmark(residents, uuid.uuid4().hex))["data"]["bookmark"]["bookmarked"] is True
        engines.valkey.start()
        before = residents.outcomes("right")
        await eventually(lambda: residents.outcomes("right") >= before + MANY, 60)
    assert residents.wrong == []
    assert residents.outcomes("away") == 0
