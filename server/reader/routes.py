"""Every address for residents' browsers."""

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from server.auth.csrf import SameOriginWrites
from server.reader.article import show_article
from server.reader.edition import choose_edition
from server.reader.feed import show_feed
from server.reader.notices import open_release, service_worker, show_notices
from server.reader.search import show_search


def reader_routes() -> list[BaseRoute]:
    """At the root. Handlers find what they work with at `app.state.deps`."""
    return [
        Route("/", show_feed),
        Route("/search", show_search),
        Route("/a/{slug}", show_article),
        Route("/open/{release_id}", open_release),
        Route("/notices", show_notices),
        Route("/service-worker.js", service_worker),
        Route("/edition", choose_edition, methods=["POST"], middleware=[Middleware(SameOriginWrites)]),
    ]
