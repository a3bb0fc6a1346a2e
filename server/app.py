"""The web application: every route of the product in one list of lists."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from server.errors import install_error_handlers, plain_page
from server.observability.routes import observability_routes
from server.security import BodyLimit, SecurityHeaders
from server.settings import Settings
from server.static_files import static_routes
from server.store import open_store


def create_app(settings: Settings) -> FastAPI:
    """The app on the engines the settings name. `app.state` carries `settings` and, while it runs, `store`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_store(settings) as store:
            app.state.store = store
            yield

    app = FastAPI(
        title=settings.app_name,
        lifespan=lifespan,
        routes=_routes(),
        middleware=_middleware(settings),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.settings = settings
    install_error_handlers(app, plain_page)
    return app


def _routes() -> list[BaseRoute]:
    return [*observability_routes(), *static_routes()]


def _middleware(settings: Settings) -> list[Middleware]:
    return [
        Middleware(SecurityHeaders, https=settings.base_url.startswith("https:")),
        Middleware(BodyLimit),
    ]
