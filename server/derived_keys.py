"""The server's key for each purpose, derived from its one secret: a secret of one kind is never one of another."""

import hashlib

from server.deps import Deps


def derived_key(deps: Deps, purpose: str) -> bytes:
    """64 bytes. `purpose` is at most 16 ASCII characters. Raises SecretKeyMissing."""
    return hashlib.blake2b(key=deps.secret[:64], person=purpose.encode()).digest()
