"""Mounting the mobile API: what it needs, derived from our settings."""

import hashlib

from starlette.routing import BaseRoute

from mobile_api import context
from mobile_api.transport.endpoint import graphql_routes
from server.auth.viewer_tokens import SignedViewerTokens
from server.deps import Deps


def mobile_routes(deps: Deps) -> list[BaseRoute]:
    """`/graphql`, and the debugging page where the settings open it."""
    return graphql_routes(
        context.Deps(
            store=deps.store,
            timeline=deps.timeline,
            cursor_secret=_derived_key(deps, "cursor"),
            tokens=SignedViewerTokens(_derived_key(deps, "viewer")),
            introspection=deps.settings.graphiql,
        ),
        graphiql=deps.settings.graphiql,
    )


def _derived_key(deps: Deps, purpose: str) -> bytes:
    """One key per purpose, so that a token of one kind is never a valid token of another."""
    return hashlib.blake2b(key=deps.secret[:64], person=purpose.encode()).digest()
