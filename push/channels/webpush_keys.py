"""Web Push's two secrets: the server's VAPID key (RFC 8292) and each message's encryption (RFC 8291, aes128gcm)."""

import base64
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from content_models.residents.device_tokens import Subscription
from push.channels.errors import InvalidPushKey

LIVES = 12 * 3600  # seconds; RFC 8292 §2 allows 24 hours
REFRESH_AFTER = 6 * 3600  # seconds
MOST_ORIGINS = 64  # tokens kept; there are four push services of note
LARGEST_TEXT = 3993  # bytes that fit 4,096 once encrypted (RFC 8291 §4)


class VapidKey:
    """`subject` is how a push service reaches us: mailto:… or https://…."""

    def __init__(self, file: Path, subject: str, clock: Callable[[], float] = time.time) -> None:
        """Raises InvalidPushKey, OSError."""
        self._key = _p256(file)
        self._subject = subject
        self._clock = clock
        self._tokens: dict[str, tuple[float, str]] = {}

    @property
    def public(self) -> str:
        """What the page gives to `pushManager.subscribe` as applicationServerKey."""
        return _encoded(_point(self._key))

    def authorization(self, endpoint: str) -> str:
        """The header for requests to this endpoint's service."""
        origin = _origin(endpoint)
        signed_at, token = self._tokens.get(origin, (0.0, ""))
        if self._clock() - signed_at >= REFRESH_AFTER:
            token = self._sign(origin)
        return f"vapid t={token}, k={self.public}"

    def _sign(self, origin: str) -> str:
        if len(self._tokens) >= MOST_ORIGINS:
            self._tokens.clear()
        now = self._clock()
        claims = {"aud": origin, "exp": int(now) + LIVES, "sub": self._subject}
        token = jwt.encode(claims, self._key, algorithm="ES256")
        self._tokens[origin] = (now, token)
        return token


def encrypted(text: bytes, subscription: Subscription) -> bytes:
    """`text` (at most LARGEST_TEXT bytes) as only this browser can read it, under a key made for it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    body: bytes = http_ece.encrypt(text, private_key=key, dh=subscription.p256dh, auth_secret=subscription.auth)
    return body


def _origin(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


def _p256(file: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise _invalid() from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise _invalid()
    return key


def _invalid() -> InvalidPushKey:
    return InvalidPushKey.of("ZHENGWU_WEBPUSH_KEY_FILE", "P-256 私钥（PEM），可用 zhengwu push key 生成")


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
