"""A city with an organ, and an app that talks to it."""

from collections.abc import AsyncIterator

import pytest

from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps
from tests.mobile_api.city import City
from tests.mobile_api.client import App, Phones, PlainTokens, app_on, sign_in_by


@pytest.fixture
async def city(store: Store) -> City:
    city = City(store)
    await city.organ()
    return city


@pytest.fixture
def phones() -> Phones:
    return Phones()


@pytest.fixture
def deps(store: Store, phones: Phones) -> Deps:
    return Deps(
        store=store,
        timeline=Timeline(),
        cursor_secret=b"cursor secret of the tests",
        tokens=PlainTokens(),
        sign_in=sign_in_by(phones),
    )


@pytest.fixture
async def app(deps: Deps) -> AsyncIterator[App]:
    app = app_on(deps)
    async with app.http:
        yield app
