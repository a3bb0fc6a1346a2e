"""The provider token: integer times, a refresh within Apple's bounds, a key that is none."""

import asyncio
from pathlib import Path

import jwt
import pytest

from content_models.kit.store import Store
from push.channels.apns_token import InvalidSigningKey, ProviderToken, StoredShelf
from server.demo.apns_stand_in.certificate import make_signing_key


def provider(tmp_path: Path, now: list[float]) -> ProviderToken:
    return ProviderToken(make_signing_key(tmp_path / "key.p8"), "KEY", "TEAM", clock=lambda: now[0])


def claims(token: ProviderToken) -> dict[str, object]:
    encoded = token.get_authorization_header().removeprefix("bearer ")
    assert jwt.get_unverified_header(encoded) == {"alg": "ES256", "kid": "KEY", "typ": "JWT"}
    decoded: dict[str, object] = jwt.decode(encoded, options={"verify_signature": False})
    return decoded


def test_one_token_serves_for_forty_minutes(tmp_path: Path) -> None:
    now = [1_800_000_000.7]
    token = provider(tmp_path, now)
    assert claims(token) == {"iss": "TEAM", "iat": 1_800_000_000}
    first = token.get_authorization_header()
    now[0] += 39 * 60
    assert token.get_authorization_header() == first
    now[0] += 2 * 60
    assert claims(token)["iat"] == int(now[0])


def test_a_refused_token_is_replaced_but_never_within_twenty_minutes(tmp_path: Path) -> None:
    now = [1_800_000_000.0]
    token = provider(tmp_path, now)
    first = token.get_authorization_header()
    assert not token.refused()
    assert token.get_authorization_header() == first
    now[0] += 21 * 60
    assert token.refused()
    replaced = token.get_authorization_header()
    assert replaced != first
    assert token.refused(), "the rest of the answers to the old one"
    now[0] += 2 * 60
    assert not token.refused(), "the new one is young: our clock is wrong"
    assert token.get_authorization_header() == replaced


async def test_pushers_beside_each_other_send_with_one_token(store: Store, tmp_path: Path) -> None:
    now = [1_800_000_000.0]
    key = make_signing_key(tmp_path / "key.p8")
    pushers = [ProviderToken(key, "KEY", "TEAM", clock=lambda: now[0], shelf=StoredShelf()) for _ in range(3)]

    async def tokens() -> set[str]:
        await asyncio.gather(*(one.renew() for one in pushers))
        return {one.get_authorization_header() for one in pushers}

    (first,) = await tokens()
    now[0] += 30 * 60
    assert await tokens() == {first}
    late = ProviderToken(key, "KEY", "TEAM", clock=lambda: now[0], shelf=StoredShelf())
    await late.renew()
    assert late.get_authorization_header() == first, "a process that starts later signs nothing"
    assert pushers[0].refused()
    (second,) = await tokens_after_a_refusal(pushers, now)
    assert second != first
    now[0] += 41 * 60
    (third,) = await tokens()
    assert third not in {first, second}


async def tokens_after_a_refusal(pushers: list[ProviderToken], now: list[float]) -> set[str]:
    """The one that was refused signs for all; the others take it when theirs is due, or refused too."""
    await pushers[0].renew()
    for one in pushers[1:]:
        assert one.refused()
        await one.renew()
    return {one.get_authorization_header() for one in pushers}


@pytest.mark.parametrize(
    "content", ["", "no key at all", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_key_that_is_none_is_a_typed_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "key.p8").write_text(content)
    with pytest.raises(InvalidSigningKey):
        ProviderToken(tmp_path / "key.p8", "KEY", "TEAM")
