"""Identifiers. Random ones sort by time (UUIDv7, RFC 9562 §5.7); derived ones repeat for equal input (UUIDv5)."""

import secrets
import time
import uuid
from hashlib import sha1

_NAMESPACE = uuid.UUID("6f1f7a9e-5a1c-5c0b-9b61-7a68656e6777")


def new_id() -> str:
    """A fresh UUIDv7 as 36 lower-case characters; ids made later sort after ids made earlier (ms resolution)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def derived_id(*parts: object) -> str:
    """The same id for the same parts, always: what makes a write repeatable without asking first."""
    name = "\x1f".join(map(str, parts)).encode()
    # RFC 9562 §5.5 by hand: every item is asked for its ids several times, and uuid.uuid5 takes three times as long.
    digest = bytearray(sha1(_NAMESPACE.bytes + name, usedforsecurity=False).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
