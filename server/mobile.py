"""Mounting the mobile API: what it needs, derived from our settings."""

from starlette.routing import BaseRoute

from mobile_api import context
from mobile_api.transport.endpoint import graphql_routes
from server.auth.viewer_tokens import SignedViewerTokens
from server.deps import Deps
from server.derived_keys import derived_key
from server.sign_in import sign_in_ports


def mobile_routes(deps: Deps) -> list[BaseRoute]:
    """`/graphql`, and the debugging page where the settings open it."""
    return graphql_routes(
        context.Deps(
            store=deps.store,
            timeline=deps.timeline,
            search=deps.search,
            cursor_secret=derived_key(deps.secret, "cursor"),
            tokens=SignedViewerTokens(derived_key(deps.secret, "viewer")),
            sign_in=sign_in_ports(deps.settings, deps.secret),
            inboxes=deps.inboxes,
            introspection=deps.settings.graphiql,
        ),
        graphiql=deps.settings.graphiql,
    )
