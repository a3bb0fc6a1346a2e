"""MongoDB or Valkey gone while residents read: what was made goes on, the rest says so and when to come back."""

import dataclasses
import uuid
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from redis.asyncio import Redis

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps
from mobile_api.transport import kept
from tests.cable import Cable, cable_to
from tests.mobile_api.city import City
from tests.mobile_api.client import KEEPING, App, Phones, PlainTokens, app_on, operation, sign_in_by
from tests.server.support import sockets_left_by_pymongo


@pytest.fixture
async def cable(mongodb_uri: str) -> AsyncIterator[Cable]:
    async with cable_to(urlsplit(mongodb_uri).port or 0) as cable:
        yield cable


@pytest.fixture
async def far_app(mongodb_uri: str, cable: Cable) -> AsyncIterator[App]:
    """An app whose store is at the other end of the cable."""
    port = urlsplit(mongodb_uri).port
    uri = mongodb_uri.replace(f":{port}", f":{cable.port}", 1) + "/?directConnection=true"
    name = f"test_{uuid.uuid4().hex[:12]}"
    store = await Store.open(uri, name, DOCUMENTS, server_selection_timeout_ms=300)
    deps = Deps(
        store=store,
        timeline=Timeline(),
        cursor_secret=b"s",
        tokens=PlainTokens(),
        sign_in=sign_in_by(Phones()),
        keeping=KEEPING,
    )
    app = app_on(deps)
    async with app.http:
        city = City(store)
        await city.organ()
        await city.release("示例公告")
        await city.project()
        await app.refresh()
        with sockets_left_by_pymongo():
            yield app
            await store.close()


async def test_kept_pages_go_on_without_mongodb(far_app: App, cable: Cable, monkeypatch: pytest.MonkeyPatch) -> None:
    before = await far_app.post({"query": operation("Feed")})
    await cable.cut()
    monkeypatch.setattr(kept, "FRESH", 0.0)  # the page is old by now, and no newer one can be made
    after = await far_app.post({"query": operation("Feed")})
    assert (after.status_code, after.content) == (200, before.content)
    assert len(after.json()["data"]["feed"]["edges"]) == 1
    rest = await far_app.post({"query": "{ organs { name } }"})
    assert rest.json()["errors"][0]["extensions"]["code"] == "STORE_UNAVAILABLE"
    assert (rest.headers["retry-after"], rest.headers["cache-control"]) == ("5", "no-store")


async def test_without_valkey_everything_is_answered(deps: Deps, redis_url: str, city: City) -> None:
    async with cable_to(urlsplit(redis_url).port or 0) as cable:
        redis = Redis.from_url(f"redis://127.0.0.1:{cable.port}", socket_timeout=0.25, socket_connect_timeout=0.25)
        app = app_on(dataclasses.replace(deps, redis=redis, keeping=KEEPING))
        async with redis, app.http:
            assert (await app.ask("{ organs { name } }"))["data"]["organs"]
            await cable.cut()
            for _ in range(3):
                assert "errors" not in await app.ask("{ topics { name } }")
