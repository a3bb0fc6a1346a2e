"""Passwords: argon2id, off the event loop, and as slow for unknown users as for known ones."""

import asyncio
import functools
import secrets

from pwdlib import PasswordHash

from server.auth.errors import WeakPassword

SHORTEST = 10

_hasher = PasswordHash.recommended()


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())


async def hash_password(password: str) -> str:
    """The argon2 hash to store. Raises WeakPassword."""
    if len(password) < SHORTEST:
        raise WeakPassword
    return await asyncio.to_thread(_hasher.hash, password)


async def matches(password: str, stored_hash: str | None) -> bool:
    """Whether `password` is the one behind `stored_hash`; None (no such user) takes the same time and is False."""
    verified = await asyncio.to_thread(lambda: _hasher.verify(password, stored_hash or _nobodys_hash()))
    return verified and stored_hash is not None
