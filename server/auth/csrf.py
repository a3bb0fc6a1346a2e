"""No writes on behalf of other sites (CSRF), told by what browsers say about where a request comes from.

Every current browser sends `Sec-Fetch-Site`, older ones send `Origin` with every cross-site POST, so forms need no
token. A client that sends neither is no browser, and carries no cookie by accident.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from server.auth.errors import CrossSiteRefused

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset({"same-origin", "none"})  # none: typed into the address bar

Listener = Callable[[Request, CrossSiteRefused], Awaitable[None]]


async def _nobody_listens(request: Request, refusal: CrossSiteRefused) -> None:
    """The default: the refusal is enough."""


class SameOriginWrites:
    """ASGI middleware. Raises CrossSiteRefused for unsafe methods that another origin caused, and tells of it first."""

    def __init__(self, app: ASGIApp, refused: Listener = _nobody_listens) -> None:
        self._app = app
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in _SAFE_METHODS and not is_own(Headers(scope=scope)):
            refusal = CrossSiteRefused()
            await self._refused(Request(scope), refusal)
            raise refusal
        await self._app(scope, receive, send)


def is_own(headers: Headers) -> bool:
    """Whether the request was caused by one of our own pages (or by no page at all)."""
    if site := headers.get("sec-fetch-site"):
        return site in _OWN
    if origin := headers.get("origin"):
        return urlsplit(origin).netloc == headers.get("host")
    return True
