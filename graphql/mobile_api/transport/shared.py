"""Valkey as the endpoint uses it: short waits, and a pause after a failure, so that its absence costs nobody time.

Nothing kept there is the truth. Whoever gets `None` goes on with what this process knows.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

PAUSE = 1.0  # seconds in which a Valkey that did not answer is not asked again

log = structlog.get_logger()
T = TypeVar("T")


class Shared:
    def __init__(self, redis: "Redis | None", now: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis
        self._now = now
        self._away_until = 0.0

    @property
    def is_away(self) -> bool:
        return self._redis is None or self._now() < self._away_until

    async def ask(self, work: Callable[["Redis"], Awaitable[T]]) -> T | None:
        """What `work` returns, or None while Valkey is not there."""
        if self._redis is None or self.is_away:
            return None
        try:
            return await work(self._redis)
        except (RedisError, OSError, TimeoutError) as error:
            self._away_until = self._now() + PAUSE
            log.warning("valkey_away", error=repr(error))
            return None


def script(text: str, keys: list[str]) -> Callable[..., Callable[["Redis"], Awaitable[Any]]]:
    """A small Lua script over fixed keys: `script(…)(argument, …)` is work for `Shared.ask`."""

    def with_arguments(*arguments: Any) -> Callable[["Redis"], Awaitable[Any]]:
        async def run(redis: "Redis") -> Any:
            return await redis.eval(text, len(keys), *keys, *arguments)

        return run

    return with_arguments
