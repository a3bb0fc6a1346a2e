"""What a request works with: said explicitly by the server, carried to every resolver."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import strawberry

from content_models.kit.actors import Actor, ActorKind
from content_models.kit.errors import NotAuthenticated
from content_models.kit.store import Store
from content_models.search.live import LiveSearch
from content_models.timeline.timeline import Timeline
from mobile_api.live.hub import Hub
from mobile_api.live.inboxes import InboxWatch
from mobile_api.loaders import Loaders
from mobile_api.people.ports import SignInPorts
from mobile_api.transport.limits import Limits

_BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class ViewerClaims:
    """What a viewer token says."""

    resident_id: str
    session_id: str


class ViewerTokens(Protocol):
    """Says who a viewer is and proves it later. The server composes it from its secret key."""

    lasts: timedelta

    def issue(self, claims: ViewerClaims) -> str: ...

    def verify(self, token: str) -> ViewerClaims:
        """Raises NotAuthenticated (forged) or SessionExpired (too old)."""
        ...

    def issue_refresh(self, session_id: str, generation: int) -> str: ...

    def verify_refresh(self, token: str) -> tuple[str, int]:
        """(session id, generation). Raises NotAuthenticated or SessionExpired."""
        ...


@dataclass(frozen=True, slots=True)
class Deps:
    """What the server hands in once, when it starts.

    `introspection` also lets error messages suggest names ("did you mean"): both tell the schema to whoever asks.
    """

    store: Store
    timeline: Timeline
    cursor_secret: bytes
    tokens: ViewerTokens
    sign_in: SignInPorts
    search: LiveSearch = field(default_factory=LiveSearch)
    limits: Limits = field(default_factory=Limits)
    introspection: bool = False
    inboxes: InboxWatch = field(default_factory=InboxWatch)
    hub: Hub = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hub", Hub(self.timeline))  # one a process: it listens to the timeline from now on


@dataclass(slots=True)
class Context:
    """One request. Loaders live as long as it does, so nobody sees what another request was allowed to see."""

    deps: Deps
    authorization: str | None = None
    loaders: Loaders = field(default_factory=Loaders)

    @property
    def store(self) -> Store:
        return self.deps.store

    def claims_or_none(self) -> ViewerClaims | None:
        """Of the `Authorization: Bearer` token, if one was sent. Raises NotAuthenticated for a bad one."""
        if self.authorization is None:
            return None
        scheme, _, token = self.authorization.partition(" ")
        if scheme.lower() != _BEARER:
            raise NotAuthenticated("登录信息的格式不对，请重新打开应用。")
        return self.deps.tokens.verify(token.strip())

    def claims(self) -> ViewerClaims:
        """The same; raises NotAuthenticated also when there is no token."""
        claims = self.claims_or_none()
        if claims is None:
            raise NotAuthenticated("请先在应用中登记设备，再使用这项功能。")
        return claims

    def viewer_or_none(self) -> str | None:
        """The resident id, or None for nobody. Raises NotAuthenticated for a bad token."""
        claims = self.claims_or_none()
        return claims.resident_id if claims else None

    def viewer(self) -> str:
        """The resident id. Raises NotAuthenticated for a bad token and for none."""
        return self.claims().resident_id


def as_actor(resident_id: str) -> Actor:
    """Residents act under their id alone: their names are nobody's business in an audit trail."""
    return Actor(kind=ActorKind.resident, id=resident_id, name="居民")


Info = strawberry.Info[Context, None]
