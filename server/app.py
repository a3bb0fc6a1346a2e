"""The web application: every route of the product in one list of lists."""

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from content_models.kit.errors import ZhengwuError
from mobile_api.transport.endpoint import GRAPHQL_PATH, graphql_routes
from server.api.routes import api_router
from server.console.refused_page import render_refusal
from server.console.routes import console_routes
from server.csp_reports import csp_routes
from server.deps import Deps
from server.errors import answering, install_error_handlers
from server.files.serve import file_routes
from server.foremost import Foremost
from server.mobile import mobile_endpoint
from server.observability.routes import observability_routes
from server.pages.error_page import render_error_page
from server.reader.routes import reader_routes
from server.security import SecurityHeaders
from server.static_files import static_routes
from server.too_large import TooLargeInOurWords

LARGEST_BODY = 2_000_000  # bytes, where a route does not set its own limit


def create_app(deps: Deps) -> FastAPI:
    """The app on what is already open; whoever opened it closes it (`server.opening`)."""
    settings = deps.settings
    endpoint = mobile_endpoint(deps)
    mobile = graphql_routes(endpoint, graphiql=settings.graphiql)
    app = FastAPI(
        title=settings.app_name,
        routes=_routes(deps, mobile),
        middleware=[
            Middleware(SecurityHeaders, https=settings.base_url.startswith("https:")),
            Middleware(TooLargeInOurWords, answer=answering(_error_page)),
            # Outside of the limit for all: it has a smaller one of its own, and words for a phone that exceeds it.
            *(Middleware(Foremost, route=one) for one in mobile if isinstance(one, Route) and one.path == GRAPHQL_PATH),
            Middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_BODY),
        ],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.include_router(api_router(settings.app_name))
    app.state.deps = deps
    app.state.endpoint = endpoint
    app.state.settings = settings
    install_error_handlers(app, _error_page)
    return app


async def _error_page(request: Request, error: ZhengwuError) -> Response:
    """Whoever works at the desk stays there; residents get a page of theirs."""
    in_console = request.url.path.startswith("/console")
    return await (render_refusal if in_console else render_error_page)(request, error)


def _routes(deps: Deps, mobile: list[BaseRoute]) -> list[BaseRoute]:
    return [
        *observability_routes(deps.store, deps.search),
        *static_routes(),
        *mobile,
        *csp_routes(deps.store),
        *console_routes(),
        *file_routes(),
        *reader_routes(),
    ]
