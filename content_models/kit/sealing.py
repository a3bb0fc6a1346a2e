"""Personal data at rest: sealed so that only this system can read it, and a keyed hash to look it up by.

Phone and identity numbers are stored as {sealed value, keyed hash, masked form} (个人信息保护法 art. 51); nothing else
of them is written anywhere, logs included.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12  # bytes, as AES-GCM wants it (NIST SP 800-38D §5.2.1.1)
_VERSION = b"\x01"  # the first byte of what is sealed, so that another cipher can follow


class Unsealable(ValueError):
    """Not sealed by us, not for this purpose, or damaged."""


class Sealer:
    """`key` is at least 32 bytes; what is sealed for one purpose cannot be passed off as another's."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(hashlib.blake2b(key[:64], digest_size=32, person=b"seal").digest())
        self._hash_key = hashlib.blake2b(key[:64], digest_size=32, person=b"look-up").digest()

    def seal(self, value: str, purpose: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return _VERSION + nonce + self._cipher.encrypt(nonce, value.encode(), purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> str:
        """Raises Unsealable."""
        if sealed[:1] != _VERSION:
            raise Unsealable
        nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            return self._cipher.decrypt(nonce, body, purpose.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise Unsealable from error

    def look_up(self, value: str, purpose: str) -> str:
        """64 hexadecimal characters, the same for the same value and purpose, worth nothing without the key."""
        return hmac.new(self._hash_key, f"{purpose}\x1f{value}".encode(), hashlib.sha256).hexdigest()
