"""Keyset cursors: opaque to the client, signed so that a forged one is refused instead of obeyed."""

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from content_models.kit.errors import InvalidInput

_SIGNATURE_BYTES = 8


class InvalidCursor(InvalidInput):
    code = "INVALID_CURSOR"
    default_message = "翻页位置无效，请从第一页重新加载。"


def encode_cursor(position: list[Any], secret: bytes) -> str:
    """`position` is the sort key of the last row shown, as JSON values."""
    body = json.dumps(position, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_sign(body, secret) + body).rstrip(b"=").decode()


def decode_cursor(cursor: str, secret: bytes) -> list[Any]:
    """The position that `encode_cursor` was given. Raises InvalidCursor for anything else."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        signature, body = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, _sign(body, secret)):
            raise InvalidCursor
        position = json.loads(body)
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor from error
    if not isinstance(position, list):
        raise InvalidCursor
    return position


def _sign(body: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, body, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
