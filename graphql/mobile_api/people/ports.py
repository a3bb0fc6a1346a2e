"""What signing in needs from outside, as the server hands it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from content_models.kit.errors import NotFound, ZhengwuError
from content_models.kit.sealing import Sealer


class SignInUnavailable(ZhengwuError):
    """The short-message service, or the provider of accounts, does not answer."""

    code = "SIGN_IN_UNAVAILABLE"
    status = 503
    default_message = "暂时无法登录，请稍后再试；不登录也可以阅读、关注和接收通知。"


class UnknownProvider(NotFound):
    code = "UNKNOWN_SIGN_IN_PROVIDER"
    default_message = "不支持这种登录方式，请换一种。"


class CodeSender(Protocol):
    """短信: one code to one phone."""

    async def send(self, phone: str, code: str, lasts: timedelta) -> None:
        """Raises SignInUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Authorization:
    """What an app brings back from a provider (RFC 8252, RFC 7636)."""

    code: str
    code_verifier: str
    redirect_uri: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody at a provider: `subject` never changes, `shown` is what they are called."""

    subject: str
    shown: str


@dataclass(frozen=True, slots=True)
class ProviderOffer:
    """What an app needs to send somebody to the provider."""

    name: str
    title: str
    authorization_endpoint: str
    client_id: str
    scopes: tuple[str, ...]


class AccountProvider(Protocol):
    """An OpenID Connect provider."""

    async def offer(self) -> ProviderOffer:
        """Raises SignInUnavailable."""
        ...

    async def account(self, authorization: Authorization) -> Account:
        """Raises AccountRefused, SignInUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class SignInPorts:
    sealer: Sealer
    codes: CodeSender
    providers: Mapping[str, AccountProvider] = field(default_factory=dict)

    def provider(self, name: str) -> AccountProvider:
        """Raises UnknownProvider."""
        found = self.providers.get(name)
        if found is None:
            raise UnknownProvider
        return found
