"""What the address of a device looks like on each push service. Everything here comes from outside and is hostile."""

import base64
import binascii
import re
from typing import NamedTuple, NoReturn
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

from content_models.kit.errors import InvalidInput
from content_models.residents.documents import Platform

LONGEST = 2048  # characters: Web Push endpoints of 600 are in use

_SHAPES = {
    # APNs tokens are 32 bytes today; Apple asks not to assume a length, so up to 100 bytes are taken.
    Platform.ios: re.compile(r"(?:[0-9a-f]{2}){32,100}", re.ASCII),
    Platform.jpush: re.compile(r"[0-9a-zA-Z]{11,40}", re.ASCII),
    Platform.getui: re.compile(r"[0-9a-f]{32}", re.ASCII),
    Platform.harmony: re.compile(r"[0-9a-zA-Z_\-]{20,512}", re.ASCII),
}
_LOWER_CASE = {Platform.ios, Platform.getui}  # hexadecimal: one device, one spelling
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
_NEVER_PUBLIC = (
    ".local",
    ".localhost",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".corp",
    ".test",
    ".example",
    ".arpa",
)
_P256DH_BYTES, _AUTH_BYTES = 65, 16  # RFC 8291 §3.1, §3.2


class InvalidDeviceToken(InvalidInput):
    """The token has not the shape its platform gives it."""

    code = "INVALID_DEVICE_TOKEN"
    default_message = "设备标识无效，请重新打开应用后再试。"


class Subscription(NamedTuple):
    """A browser's push subscription (RFC 8030, RFC 8291): where to send, and for whom to encrypt."""

    endpoint: str
    p256dh: bytes
    auth: bytes


def device_token(platform: Platform, raw: str) -> str:
    """The token in its one spelling. Raises InvalidDeviceToken; the error never repeats the token."""
    token = raw.strip()
    if len(token) > LONGEST:
        _refuse(platform, "too long")
    if platform is Platform.web:
        return _web_token(token)
    if platform in _LOWER_CASE:
        token = token.lower()
    if not _SHAPES[platform].fullmatch(token):
        _refuse(platform, "shape")
    return token


def read_subscription(token: str) -> Subscription:
    """A web device's token taken apart. Raises InvalidDeviceToken."""
    try:
        told = orjson.loads(token)
        keys = told["keys"]
        return Subscription(str(told["endpoint"]), _unpadded(keys["p256dh"]), _unpadded(keys["auth"]))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, binascii.Error, ValueError):
        _refuse(Platform.web, "not a subscription")


def _web_token(raw: str) -> str:
    """`JSON.stringify(subscription)`, reduced to what is needed and always written the same way."""
    endpoint, p256dh, auth = read_subscription(raw)
    if not _is_push_address(endpoint):
        _refuse(Platform.web, "endpoint")
    if len(p256dh) != _P256DH_BYTES or len(auth) != _AUTH_BYTES or not _is_on_curve(p256dh):
        _refuse(Platform.web, "keys")
    written = {"endpoint": endpoint, "keys": {"auth": _encoded(auth), "p256dh": _encoded(p256dh)}}
    return orjson.dumps(written, option=orjson.OPT_SORT_KEYS).decode()


def _is_push_address(url: str) -> bool:
    """HTTPS on its own port at a public name: no address literal, no name of an inner network, no credentials.

    What the name resolves to is looked at when a connection is made (`content_models.kit.addresses`).
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc and not parts.fragment
    return (
        plain
        and parts.scheme == "https"
        and port in (None, 443)
        and len(host) <= 253
        and _HOST.fullmatch(host) is not None
        and not host.endswith(_NEVER_PUBLIC)
    )


def _is_on_curve(point: bytes) -> bool:
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        return False
    return True


def _unpadded(text: str) -> bytes:
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _refuse(platform: Platform, why: str) -> NoReturn:
    raise InvalidDeviceToken(platform=platform.value, why=why)
