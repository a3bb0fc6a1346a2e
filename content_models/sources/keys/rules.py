"""Deriving a key's secret, signing a request and telling whether a signature holds. Pure.

What is signed is five lines, so that none of the parts can be moved into another request:
method, path, timestamp, idempotency key, SHA-256 of the body.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from content_models.sources.keys.documents import SourceKey
from content_models.sources.keys.errors import SignatureExpired, SignatureInvalid, SignatureMissing

WINDOW = timedelta(minutes=5)
KEY_PURPOSE = "push-in"  # of the server key that secrets are derived from
CHANGE_OVER = timedelta(days=7)  # after a rotation the key before it is still accepted

KEY_HEADER = "x-zhengwu-key"
TIMESTAMP_HEADER = "x-zhengwu-timestamp"
SIGNATURE_HEADER = "x-zhengwu-signature"
IDEMPOTENCY_HEADER = "idempotency-key"

_SHAPES = {
    KEY_HEADER: re.compile(r"zk_[0-9a-f]{24}"),
    TIMESTAMP_HEADER: re.compile(r"[0-9]{1,12}"),
    SIGNATURE_HEADER: re.compile(r"v1=[0-9a-f]{64}"),
    IDEMPOTENCY_HEADER: re.compile(r"[\x21-\x7e]{8,128}"),
}


class SignedRequest(BaseModel):
    """A request as it arrived. `path` without host and query; the four headers as the sender wrote them."""

    model_config = ConfigDict(frozen=True)

    method: str
    path: str
    body: bytes
    key_id: str
    timestamp: int
    idempotency_key: str
    signature: str

    @property
    def body_sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def signed_request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> SignedRequest:
    """Raises SignatureMissing, naming the headers that are absent or malformed."""
    malformed = [name for name, shape in _SHAPES.items() if not shape.fullmatch(headers.get(name, ""))]
    if malformed:
        raise SignatureMissing(headers=malformed)
    return SignedRequest(
        method=method,
        path=path,
        body=body,
        key_id=headers[KEY_HEADER],
        timestamp=int(headers[TIMESTAMP_HEADER]),
        idempotency_key=headers[IDEMPOTENCY_HEADER],
        signature=headers[SIGNATURE_HEADER],
    )


def secret_of(server_key: bytes, source_id: str, key_id: str, generation: int) -> str:
    """The secret handed to the department: 43 characters of base64url (256 bits)."""
    name = f"push-in\x1f{source_id}\x1f{key_id}\x1f{generation}"
    return urlsafe_b64encode(hmac.digest(server_key, name.encode(), "sha256")).rstrip(b"=").decode()


def signature(secret: str, request: SignedRequest) -> str:
    """`v1=` and the hex HMAC-SHA256 of the five lines."""
    lines = (request.method, request.path, str(request.timestamp), request.idempotency_key, request.body_sha256)
    return "v1=" + hmac.new(secret.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()


def verify(request: SignedRequest, key: SourceKey | None, server_key: bytes, now: datetime) -> None:
    """Raises SignatureExpired or SignatureInvalid. An unknown key takes as long as a wrong signature."""
    if abs(now.timestamp() - request.timestamp) > WINDOW.total_seconds():
        raise SignatureExpired(server_time=int(now.timestamp()))
    generation = _generation(request.key_id, key, now)
    secret = secret_of(server_key, key.id if key else "", request.key_id, generation or 0)
    holds = hmac.compare_digest(signature(secret, request), request.signature)
    if generation is None or not holds:
        raise SignatureInvalid


def _generation(key_id: str, key: SourceKey | None, now: datetime) -> int | None:
    """Which generation of the source's key is meant; None when it is no key of this source, or no longer."""
    if key is None or key.revoked_at is not None:
        return None
    if key_id == key.key_id:
        return key.generation
    if key_id == key.previous_key_id and key.previous_until is not None and now < key.previous_until:
        return key.generation - 1
    return None
