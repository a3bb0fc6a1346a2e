"""Automatic persisted queries: texts that clients have sent once and name by their SHA-256 from then on.

Kept in this process, the least used forgotten first, and in Valkey for the other processes: there as one hash with an
index by age, so that a flood of texts pushes out texts and never grows.
"""

import time
from collections import OrderedDict

from mobile_api.transport.shared import Shared, script

KEPT_HERE = 1_000
KEPT_SHARED = 10_000
_TEXTS, _AGES = "{zhengwu:apq}:texts", "{zhengwu:apq}:ages"  # one slot of a cluster

_PUT = script(
    """
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
    redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
    local surplus = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[4])
    if surplus > 0 then
      local oldest = redis.call('ZRANGE', KEYS[2], 0, surplus - 1)
      redis.call('ZREM', KEYS[2], unpack(oldest))
      redis.call('HDEL', KEYS[1], unpack(oldest))
    end
    """,
    [_TEXTS, _AGES],
)
_GET = script(
    """
    local text = redis.call('HGET', KEYS[1], ARGV[1])
    if text then redis.call('ZADD', KEYS[2], 'XX', ARGV[2], ARGV[1]) end
    return text
    """,
    [_TEXTS, _AGES],
)


class RegisteredQueries:
    """Texts by their SHA-256 in hex. Only what has been validated is put here."""

    def __init__(self, shared: Shared, *, kept_here: int = KEPT_HERE, kept_shared: int = KEPT_SHARED) -> None:
        self._shared = shared
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._kept_here, self._kept_shared = kept_here, kept_shared

    async def get(self, sha256: str) -> str | None:
        if sha256 in self._texts:
            self._texts.move_to_end(sha256)
            return self._texts[sha256]
        found = await self._shared.ask(_GET(sha256, time.time()))
        if found is None:
            return None
        text = found.decode() if isinstance(found, bytes) else str(found)
        self._remember(sha256, text)
        return text

    async def put(self, sha256: str, text: str) -> None:
        if sha256 in self._texts:
            return
        self._remember(sha256, text)
        await self._shared.ask(_PUT(sha256, text, time.time(), self._kept_shared))

    def _remember(self, sha256: str, text: str) -> None:
        self._texts[sha256] = text
        if len(self._texts) > self._kept_here:
            self._texts.popitem(last=False)
