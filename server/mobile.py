"""The mobile API with what it needs, derived from our settings."""

from mobile_api import context
from mobile_api.keeping import USUAL
from mobile_api.transport.endpoint import Endpoint
from mobile_api.transport.limits import Limits
from mobile_api.transport.trusted import manifests_in, trusted_documents
from server.auth.viewer_tokens import SignedViewerTokens
from server.channels import web_push_key
from server.deps import Deps
from server.derived_keys import derived_key
from server.settings import Settings
from server.sign_in import sign_in_ports


def mobile_endpoint(deps: Deps) -> Endpoint:
    return Endpoint(
        context.Deps(
            store=deps.store,
            timeline=deps.timeline,
            search=deps.search,
            cursor_secret=derived_key(deps.secret, "cursor"),
            tokens=SignedViewerTokens(derived_key(deps.secret, "viewer")),
            limits=_limits(deps.settings),
            sign_in=sign_in_ports(deps.settings, deps.secret),
            inboxes=deps.inboxes,
            changes=deps.residents,
            web_push_key=web_push_key(deps.settings),
            introspection=deps.settings.graphiql,
            trusted=trusted_documents(manifests_in(deps.settings.graphql_manifests)),
            trusted_only=deps.settings.graphql_trusted_only,
            redis=deps.redis,
            keeping=USUAL,
        )
    )


def _limits(settings: Settings) -> Limits:
    return Limits(viewer_points=settings.graphql_viewer_points, address_points=settings.graphql_address_points)
