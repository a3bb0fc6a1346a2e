"""统一身份认证: the province's OpenID Connect provider, as the confidential half of a native app (RFC 8252).

The app sends its user to the provider and brings back an authorization code; we exchange it with our client secret and
the app's PKCE verifier, and believe the ID token only after checking signature, issuer, audience, time and nonce
(OpenID Connect Core §3.1.3.7).
"""

import time
from collections.abc import Collection, Mapping
from typing import Any

import aiohttp
import jwt
import orjson
import structlog

from content_models.kit.errors import InvalidInput
from mobile_api.people.ports import Account, Authorization, ProviderOffer, SignInUnavailable

SCOPES = ("openid", "profile")
_ALGORITHMS = ("RS256", "ES256", "PS256", "EdDSA")  # never "none", never a shared secret
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_LARGEST = 256 * 1024  # bytes of an answer
_DISCOVERED_FOR = 3600.0  # seconds
_LEEWAY = 60  # seconds between the provider's clock and ours

log = structlog.get_logger()


class AccountRefused(InvalidInput):
    """The provider does not take the code, or its token does not hold."""

    code = "ACCOUNT_REFUSED"
    default_message = "统一身份认证没有通过，请重新登录。"


class OidcProvider:
    """Discovery and keys are fetched when first needed and kept for an hour; an unknown key fetches them anew."""

    def __init__(
        self, name: str, title: str, issuer: str, client_id: str, client_secret: str, redirect_uris: Collection[str]
    ) -> None:
        self._name = name
        self._title = title
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uris = frozenset(redirect_uris)
        self._metadata: dict[str, Any] = {}
        self._keys: list[jwt.PyJWK] = []
        self._discovered_at = float("-inf")

    async def offer(self) -> ProviderOffer:
        """Raises SignInUnavailable."""
        metadata, _ = await self._discovered()
        endpoint = str(metadata["authorization_endpoint"])
        return ProviderOffer(self._name, self._title, endpoint, self._client_id, SCOPES)

    async def account(self, authorization: Authorization) -> Account:
        """Raises AccountRefused, SignInUnavailable."""
        if authorization.redirect_uri not in self._redirect_uris:
            raise AccountRefused("应用的回跳地址没有登记，请联系管理员。", field="redirectUri")
        metadata, _ = await self._discovered()
        id_token = await self._exchanged(str(metadata["token_endpoint"]), authorization)
        claims = self._checked(id_token, await self._key_of(id_token), authorization.nonce)
        return Account(subject=str(claims["sub"]), shown=_shown(claims))

    async def _exchanged(self, endpoint: str, authorization: Authorization) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": authorization.code,
            "redirect_uri": authorization.redirect_uri,
            "code_verifier": authorization.code_verifier,
        }
        client = aiohttp.encode_basic_auth(self._client_id, self._client_secret)
        answer = await _fetch("POST", endpoint, data=form, headers={"authorization": client})
        id_token = answer.get("id_token")
        if not isinstance(id_token, str):
            raise AccountRefused
        return id_token

    async def _key_of(self, id_token: str) -> jwt.PyJWK:
        """The provider's key that signed it. Raises AccountRefused when it has no such key."""
        try:
            wanted = jwt.get_unverified_header(id_token).get("kid")
        except jwt.InvalidTokenError as error:
            raise AccountRefused from error
        for again in (False, True):
            _, keys = await self._discovered(again=again)
            for key in keys:
                if wanted is None or key.key_id == wanted:
                    return key
        raise AccountRefused

    def _checked(self, id_token: str, key: jwt.PyJWK, nonce: str) -> Mapping[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=_ALGORITHMS,
                audience=self._client_id,
                issuer=str(self._metadata["issuer"]),
                leeway=_LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.InvalidTokenError as error:
            log.warning("oidc_token_refused", provider=self._name, error=type(error).__name__)
            raise AccountRefused from error
        if claims.get("nonce") != nonce:
            raise AccountRefused
        return claims

    async def _discovered(self, *, again: bool = False) -> tuple[dict[str, Any], list[jwt.PyJWK]]:
        """(metadata, keys). `again` asks anew unless that was done within the last minute."""
        age = time.monotonic() - self._discovered_at
        if age > _DISCOVERED_FOR or (again and age > _LEEWAY):
            metadata = await _fetch("GET", f"{self._issuer}/.well-known/openid-configuration")
            if str(metadata.get("issuer", "")).rstrip("/") != self._issuer:
                raise SignInUnavailable  # another issuer's document (OpenID Connect Discovery §4.3)
            self._keys = jwt.PyJWKSet.from_dict(await _fetch("GET", str(metadata["jwks_uri"]))).keys
            self._metadata, self._discovered_at = metadata, time.monotonic()
        return self._metadata, self._keys


async def _fetch(method: str, url: str, **sent: Any) -> dict[str, Any]:
    """Raises AccountRefused when the provider says no, SignInUnavailable when it says nothing that can be read."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as http,
            http.request(method, url, allow_redirects=False, **sent) as answer,
        ):
            if 400 <= answer.status < 500 and method == "POST":
                raise AccountRefused
            answer.raise_for_status()
            body = await answer.content.read(_LARGEST + 1)
    except (aiohttp.ClientError, TimeoutError) as error:
        log.warning("oidc_unreachable", url=url, error=type(error).__name__)
        raise SignInUnavailable from error
    return _json_object(body)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(body) if len(body) <= _LARGEST else None
    except orjson.JSONDecodeError as error:
        raise SignInUnavailable from error
    if not isinstance(parsed, dict):
        raise SignInUnavailable
    return parsed


def _shown(claims: Mapping[str, Any]) -> str:
    """The first character of the name: enough for its owner to recognise, too little for anybody else."""
    name = claims.get("name") or claims.get("preferred_username") or ""
    return f"{str(name)[:1]}**" if name else "已绑定"
