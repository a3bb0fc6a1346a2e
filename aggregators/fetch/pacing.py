"""Courtesy: at most a few requests at a time to one host, a pause between their starts, and none while the host has
asked to be left alone."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta


class HostPacing:
    """`spacing` in seconds between the starts of two requests to one host; `concurrency` = how many at once."""

    def __init__(self, *, spacing: float, concurrency: int) -> None:
        self._spacing = spacing
        self._slots: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(concurrency))
        self._free_at: dict[str, float] = defaultdict(float)
        self._holds: dict[str, tuple[float, float]] = {}  # host → when it asked for quiet, until when

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it for the length of the request."""
        async with self._slots[host]:
            await self._wait(host)
            yield

    def hold(self, host: str, wait: timedelta) -> None:
        """The host asked to be left alone for `wait`. A later word replaces an earlier one."""
        now = _now()
        self._holds[host] = (now, now + wait.total_seconds())

    def held(self, host: str, cap: timedelta) -> timedelta:
        """How long a source that waits for `cap` at most still leaves the host alone; zero when it may ask."""
        since, until = self._holds.get(host, (0.0, 0.0))
        left = min(until, since + cap.total_seconds()) - _now()
        if _now() >= until:
            self._holds.pop(host, None)
        return timedelta(seconds=max(left, 0))

    async def _wait(self, host: str) -> None:
        now = _now()
        start = max(now, self._free_at[host])
        self._free_at[host] = start + self._spacing
        await asyncio.sleep(start - now)


def _now() -> float:
    return asyncio.get_running_loop().time()
