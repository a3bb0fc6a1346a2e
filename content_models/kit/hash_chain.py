"""A chain of digests: each event carries the one before it, so a later change of date or text shows.

Which digest is a plug: SHA-256 unless a city must use 国密 SM3 (GB/T 32905). Every record names its own, so a chain may
change over and stays provable.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Protocol

GENESIS = "0" * 64
DEFAULT = "sha256"


class Digest(Protocol):
    """Bytes in, lower-case hexadecimal out."""

    def __call__(self, data: bytes, /) -> str: ...


def _of_openssl(name: str) -> Digest:
    return lambda data: hashlib.new(name, data).hexdigest()


DIGESTS: dict[str, Digest] = {DEFAULT: _of_openssl("sha256"), "sm3": _of_openssl("sm3")}


def chained_digest(previous: str, body: dict[str, Any], algorithm: str = DEFAULT) -> str:
    """Over the previous digest and the canonical JSON of `body` (sorted keys, UTF-8, no spaces).

    Raises KeyError for an algorithm that is not plugged in.
    """
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return DIGESTS[algorithm](previous.encode() + canonical.encode())


def merkle_root(leaves: Sequence[str], algorithm: str = DEFAULT) -> str:
    """The root of the tree over these digests, in their order; leaves and nodes are told apart (RFC 6962 §2.1)."""
    digest = DIGESTS[algorithm]
    level = [digest(b"\x00" + leaf.encode()) for leaf in leaves] or [digest(b"")]
    while len(level) > 1:
        pairs = [level[n : n + 2] for n in range(0, len(level), 2)]
        level = [digest(b"\x01" + "".join(pair).encode()) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]
