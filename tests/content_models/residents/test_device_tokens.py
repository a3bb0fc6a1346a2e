"""Tokens of every platform: one spelling each, and nothing else gets in."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from content_models.residents.device_tokens import InvalidDeviceToken, device_token, read_subscription
from content_models.residents.documents import Platform

POINT = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
PUSH_SERVICE = "https://fcm.googleapis.com/fcm/send/abc:DEF-123_x"


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def subscription(endpoint: str = PUSH_SERVICE, p256dh: bytes = POINT, auth: bytes = b"a" * 16) -> str:
    keys = {"p256dh": encoded(p256dh), "auth": encoded(auth)}
    return json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})


def test_a_subscription_is_kept_in_one_spelling() -> None:
    kept = device_token(Platform.web, subscription())
    padded = subscription().replace(encoded(b"a" * 16), base64.urlsafe_b64encode(b"a" * 16).decode())
    assert device_token(Platform.web, padded) == kept == device_token(Platform.web, kept)
    assert read_subscription(kept) == (PUSH_SERVICE, POINT, b"a" * 16)
    assert "expirationTime" not in kept


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://2130706433/x",
        "https://0x7f.1/x",
        "https://localhost/x",
        "https://push.local/x",
        "https://metadata.google.internal/x",
        "https://redis:6379/x",
        "https://push.example.com:8443/x",
        "https://user:pass@push.services.mozilla.com/x",
        "https://push.services.mozilla.com@127.0.0.1/x",
        "https://push.services.mozilla.com/x#fragment",
        "https://push.services.mozilla.com /x",
        "https://推送.example.org/x",
        "https://push.services.mozilla.com:port/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_endpoint_leads_inside(endpoint: str) -> None:
    with pytest.raises(InvalidDeviceToken) as refused:
        device_token(Platform.web, subscription(endpoint))
    assert refused.value.details == {"platform": "web", "why": "endpoint"}


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "null",
        "[]",
        '{"endpoint": 1, "keys": 2}',
        '{"endpoint": "https://push.services.mozilla.com/x", "keys": {"p256dh": 1, "auth": []}}',
        subscription(p256dh=b"\x04" + b"\x01" * 64),
        subscription(p256dh=POINT[:-1]),
        subscription(auth=b"short"),
        subscription(endpoint="https://push.services.mozilla.com/" + "x" * 2048),
    ],
)
def test_what_is_no_subscription_is_refused(raw: str) -> None:
    with pytest.raises(InvalidDeviceToken):
        device_token(Platform.web, raw)


@pytest.mark.parametrize(
    ("platform", "raw", "kept"),
    [
        (Platform.ios, " " + "AB" * 32, "ab" * 32),
        (Platform.jpush, "1a0018970a8c6b0a0f8", "1a0018970a8c6b0a0f8"),
        (Platform.getui, "0123456789ABCDEF0123456789abcdef", "0123456789abcdef0123456789abcdef"),
        (Platform.harmony, "MAMzLg_" + "a-B" * 20, "MAMzLg_" + "a-B" * 20),
    ],
)
def test_each_platform_has_its_shape(platform: Platform, raw: str, kept: str) -> None:
    assert device_token(platform, raw) == kept


@pytest.mark.parametrize("platform", Platform)
@given(raw=st.text(max_size=100))
def test_nothing_but_the_shape_passes_and_the_error_does_not_repeat_it(platform: Platform, raw: str) -> None:
    try:
        token = device_token(platform, raw)
    except InvalidDeviceToken as refused:
        told = set(refused.details)
    else:
        told = {"platform", "why"} if token.isascii() else set()
    assert told == {"platform", "why"}
