"""A chain of digests: each event carries the one before it, so a later change of date or text shows."""

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def chained_digest(previous: str, body: dict[str, Any]) -> str:
    """SHA-256 over the previous digest and the canonical JSON of `body` (sorted keys, UTF-8, no spaces)."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(previous.encode() + canonical.encode()).hexdigest()
