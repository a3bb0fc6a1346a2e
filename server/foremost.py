"""One path that is answered before the application's layers: most of the phones' requests are the same few pages, and
finding a page that is kept costs less than FastAPI's way to it."""

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send


class Foremost:
    """ASGI middleware. The route is also among the application's own, which answers where a proxy's prefix stands
    before the path."""

    def __init__(self, app: ASGIApp, *, route: Route) -> None:
        self._app = app
        self._path, self._answer = route.path, route.app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_it = scope["type"] == "http" and scope["path"] == self._path
        await (self._answer if is_it else self._app)(scope, receive, send)
