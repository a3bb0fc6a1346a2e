from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from content_models.kit.store import Store
from content_models.timeline.timeline import Timeline
from server.app import create_app
from server.deps import Deps
from server.settings import Settings
from tests.server.api.department import Department, a_department


@pytest.fixture
def deps(store: Store) -> Deps:
    settings = Settings(_env_file=None, secret_key=SecretStr("s" * 40), public_url="https://fabu.example.cn")
    return Deps(store=store, settings=settings, timeline=Timeline())


@pytest.fixture
def app(deps: Deps) -> FastAPI:
    return create_app(deps)


@pytest.fixture
async def web(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://zhengwu") as web:
        yield web


@pytest.fixture
async def department(deps: Deps) -> Department:
    return await a_department(deps)
