"""The provider token: integer times, a refresh within Apple's bounds, a key that is none."""

from pathlib import Path

import jwt
import pytest

from push.channels.apns_token import InvalidSigningKey, ProviderToken
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
    token.refused()
    assert token.get_authorization_header() == first
    now[0] += 21 * 60
    token.refused()
    assert token.get_authorization_header() != first


@pytest.mark.parametrize(
    "content", ["", "no key at all", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_key_that_is_none_is_a_typed_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "key.p8").write_text(content)
    with pytest.raises(InvalidSigningKey):
        ProviderToken(tmp_path / "key.p8", "KEY", "TEAM")
