"""Identifiers. Random ones sort by time (UUIDv7, RFC 9562 §5.7); derived ones repeat for equal input (UUIDv5)."""

import secrets
import time
import uuid

_NAMESPACE = uuid.UUID("6f1f7a9e-5a1c-5c0b-9b61-7a68656e6777")


def new_id() -> str:
    """A fresh UUIDv7 as 36 lower-case characters; ids made later sort after ids made earlier (ms resolution)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def derived_id(*parts: object) -> str:
    """The same id for the same parts, always: what makes a write repeatable without asking first."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(str(part) for part in parts)))
