"""The server's key for each purpose, derived from its one secret: a secret of one kind is never one of another."""

import hashlib


def derived_key(secret: bytes, purpose: str) -> bytes:
    """64 bytes. `purpose` is at most 16 ASCII characters."""
    return hashlib.blake2b(key=secret[:64], person=purpose.encode()).digest()
