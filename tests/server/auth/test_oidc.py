"""Signing in with a province's account, against a real OpenID Connect server on loopback and against liars."""

import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import orjson
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

from mobile_api.people.ports import Authorization, SignInUnavailable
from server.auth.oidc import AccountRefused, OidcProvider
from tests.support import free_port, wait_for_port

BACK = "https://app.example/back"
CLIENT = ("app", "app-secret")
SOMEBODY = {"sub": "citizen-1", "name": "张三", "email": "z@example"}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """In a process of its own: its libraries' warnings are not ours."""
    port = free_port()
    options = ["--port", str(port), "--user-claims", orjson.dumps(SOMEBODY).decode()]
    command = [sys.executable, "-m", "oidc_provider_mock", *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"http://localhost:{port}"
    finally:
        server.kill()
        server.wait()


def provider_at(issuer: str) -> OidcProvider:
    return OidcProvider("oidc", "统一身份认证", issuer, *CLIENT, [BACK])


async def agreed(provider: OidcProvider, nonce: str = "nonce-1") -> Authorization:
    """What an app brings back once its user has signed in at the provider."""
    offer = await provider.offer()
    asked = {
        "response_type": "code",
        "client_id": offer.client_id,
        "redirect_uri": BACK,
        "scope": " ".join(offer.scopes),
        "nonce": nonce,
        "state": "s",
    }
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(offer.authorization_endpoint, params=asked, data={"sub": SOMEBODY["sub"]})
    (code,) = parse_qs(urlsplit(answer.headers["location"]).query)["code"]
    return Authorization(code, "v" * 43, BACK, nonce)


async def test_somebody_signs_in(issuer: str) -> None:
    provider = provider_at(issuer)
    account = await provider.account(await agreed(provider))
    assert (account.subject, account.shown) == ("citizen-1", "张**")


async def test_a_code_works_once(issuer: str) -> None:
    provider = provider_at(issuer)
    authorization = await agreed(provider)
    await provider.account(authorization)
    with pytest.raises(AccountRefused):
        await provider.account(authorization)


async def test_another_nonce_code_or_way_back_is_refused(issuer: str) -> None:
    provider = provider_at(issuer)
    good = await agreed(provider)
    for wrong in (
        Authorization(good.code, good.code_verifier, "https://evil.example/back", good.nonce),
        Authorization("guessed", good.code_verifier, BACK, good.nonce),
        Authorization(good.code, good.code_verifier, BACK, "another"),
    ):
        with pytest.raises(AccountRefused):
            await provider.account(wrong)


async def test_a_provider_that_is_away_says_so() -> None:
    with pytest.raises(SignInUnavailable):
        await provider_at("http://127.0.0.1:9").offer()


class Liar:
    """Says what it is told to, in the places where a provider would."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        self.claims: dict[str, object] = {}
        self.signed_with: object = self.key
        self.algorithm = "RS256"
        self.issuer = ""
        self.discovery: bytes | None = None

    async def start(self) -> TestServer:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._discovery)
        app.router.add_get("/jwks", self._keys)
        app.router.add_post("/token", self._token)
        server = TestServer(app)
        await server.start_server()
        self.issuer = str(server.make_url("")).rstrip("/")
        now = int(time.time())
        self.claims = {
            "iss": self.issuer,
            "aud": "app",
            "sub": "1",
            "iat": now,
            "exp": now + 60,
            "nonce": "nonce-1",
        }
        return server

    async def _discovery(self, _: web.Request) -> web.Response:
        if self.discovery is not None:
            return web.Response(body=self.discovery)
        places = {name: f"{self.issuer}/{name}" for name in ("authorize", "token", "jwks")}
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": places["authorize"],
                "token_endpoint": places["token"],
                "jwks_uri": places["jwks"],
            }
        )

    async def _keys(self, _: web.Request) -> web.Response:
        public = orjson.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return web.json_response({"keys": [public | {"kid": "1", "alg": "RS256"}]})

    async def _token(self, _: web.Request) -> web.Response:
        token = jwt.encode(self.claims, self.signed_with, self.algorithm, headers={"kid": "1"})  # type: ignore[arg-type]
        return web.json_response({"id_token": token, "access_token": "a", "token_type": "Bearer"})


@pytest.fixture
async def liar() -> AsyncIterator[Liar]:
    liar = Liar()
    server = await liar.start()
    yield liar
    await server.close()


BROUGHT = Authorization("code", "v" * 43, BACK, "nonce-1")


async def test_the_liar_is_believed_when_it_tells_the_truth(liar: Liar) -> None:
    account = await provider_at(liar.issuer).account(BROUGHT)
    assert (account.subject, account.shown) == ("1", "已绑定")


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://other.example"},
        {"aud": "another app"},
        {"exp": 1},
        {"sub": None},
        {"nonce": None},
        {"iat": 4102444800},
    ],
    ids=str,
)
async def test_a_token_that_does_not_hold(liar: Liar, lie: dict[str, object]) -> None:
    liar.claims = {name: value for name, value in (liar.claims | lie).items() if value is not None}
    with pytest.raises(AccountRefused):
        await provider_at(liar.issuer).account(BROUGHT)


async def test_a_token_signed_by_somebody_else_or_by_nobody(liar: Liar) -> None:
    liar.signed_with = rsa.generate_private_key(65537, 2048)
    with pytest.raises(AccountRefused):
        await provider_at(liar.issuer).account(BROUGHT)
    liar.signed_with, liar.algorithm = None, "none"
    with pytest.raises(AccountRefused):
        await provider_at(liar.issuer).account(BROUGHT)


@pytest.mark.parametrize("discovery", [b"", b"[]", b"{}", b'{"issuer": "https://other.example"}', b"{" * 300_000])
async def test_a_discovery_that_is_none(liar: Liar, discovery: bytes) -> None:
    liar.discovery = discovery
    with pytest.raises(SignInUnavailable):
        await provider_at(liar.issuer).offer()
