"""What a request works with: said explicitly by the server, carried to every resolver."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import strawberry
from redis.asyncio import Redis

from content_models.kit.actors import Actor, ActorKind
from content_models.kit.errors import NotAuthenticated
from content_models.kit.store import Store
from content_models.residents.changes.followed import ResidentChanges
from content_models.search.live import LiveSearch
from content_models.timeline.timeline import Timeline
from mobile_api.compiled.cards import Cards
from mobile_api.compiled.remembering import NO_MEMORY, Memory
from mobile_api.feed.readers import Readers
from mobile_api.keeping import Generation, Keeping, Shown
from mobile_api.live.hub import Hub
from mobile_api.live.inboxes import InboxWatch
from mobile_api.loaders import Loaders
from mobile_api.people.ports import SignInPorts
from mobile_api.transport.limits import Limits
from mobile_api.transport.live.limits import LiveLimits
from mobile_api.transport.trusted import OURS, TrustedDocuments, trusted_documents

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
    `trusted_only` refuses every document that is not on the lists of our apps. `redis` shares registered queries and
    budgets between processes; without it each process keeps its own. `web_push_key` is the public key that browsers
    subscribe with, None where nothing is sent to them.
    """

    store: Store
    timeline: Timeline
    cursor_secret: bytes
    tokens: ViewerTokens
    sign_in: SignInPorts
    search: LiveSearch = field(default_factory=LiveSearch)
    limits: Limits = field(default_factory=Limits)
    live_limits: LiveLimits = field(default_factory=LiveLimits)
    introspection: bool = False
    trusted: TrustedDocuments = field(default_factory=lambda: trusted_documents([OURS]))
    trusted_only: bool = False
    redis: Redis | None = None
    keeping: Keeping = field(default_factory=Keeping)
    inboxes: InboxWatch = field(default_factory=InboxWatch)
    web_push_key: str | None = None
    changes: ResidentChanges = field(default_factory=ResidentChanges)
    hub: Hub = field(init=False)
    readers: Readers = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "readers", Readers(self.changes))
        object.__setattr__(self, "hub", Hub(self.timeline))  # one a process: it listens to the timeline from now on

    def edition(self) -> Hashable:
        """What is kept of the content is kept for one edition: any release that changes makes a new one."""
        return self.timeline.epoch


@dataclass(slots=True)
class Context:
    """One request. Loaders live as long as it does, so nobody sees what another request was allowed to see."""

    deps: Deps
    authorization: str | None = None
    generation: Generation | None = None
    loaders: Loaders = field(init=False)
    shown: Shown | None = field(init=False)

    def __post_init__(self) -> None:
        self.loaders = Loaders(self.generation.records if self.generation else None)
        self.shown = self.generation.shown if self.generation else None

    def read_anew(self, loaders: Loaders) -> None:
        """From here on by these, and nothing that was kept is shown: what changed a moment ago is told of."""
        self.loaders, self.shown = loaders, None

    @property
    def cards(self) -> Cards | None:
        return self.generation.cards if self.generation else None

    @property
    def memory(self) -> Memory:
        return self.shown.memory if self.shown else NO_MEMORY

    @property
    def store(self) -> Store:
        return self.deps.store

    def claims_or_none(self) -> ViewerClaims | None:
        """Of the `Authorization: Bearer` token, if one was sent.

        Raises NotAuthenticated for a bad one, ViewerSessionEnded after signing out or deletion, SessionExpired.
        """
        claims = self.signed_claims_or_none()
        if claims is not None:
            self.deps.changes.require_good(claims.resident_id, claims.session_id)
        return claims

    def signed_claims_or_none(self) -> ViewerClaims | None:
        """The same, though they were ended meanwhile: whoever asks once more to end them is told that it is done."""
        return claims_in(self.deps.tokens, self.authorization) if self.authorization is not None else None

    def claims(self) -> ViewerClaims:
        """As `claims_or_none`; raises NotAuthenticated also when there is no token."""
        return _somebody(self.claims_or_none())

    def signed_claims(self) -> ViewerClaims:
        return _somebody(self.signed_claims_or_none())

    def viewer_or_none(self) -> str | None:
        """The resident id, or None for nobody. Raises NotAuthenticated for a bad token."""
        claims = self.claims_or_none()
        return claims.resident_id if claims else None

    def viewer(self) -> str:
        """The resident id. Raises NotAuthenticated for a bad token and for none."""
        return self.claims().resident_id


def _somebody(claims: ViewerClaims | None) -> ViewerClaims:
    if claims is None:
        raise NotAuthenticated("请先在应用中登记设备，再使用这项功能。")
    return claims


def claims_in(tokens: ViewerTokens, authorization: str) -> ViewerClaims:
    """Raises NotAuthenticated, SessionExpired."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != _BEARER:
        raise NotAuthenticated("登录信息的格式不对，请重新打开应用。")
    return tokens.verify(token.strip())


def as_actor(resident_id: str) -> Actor:
    """Residents act under their id alone: their names are nobody's business in an audit trail."""
    return Actor(kind=ActorKind.resident, id=resident_id, name="居民")


Info = strawberry.Info[Context, None]
