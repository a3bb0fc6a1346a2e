"""Courtesy: at most a few requests at a time to one host, and a pause between their starts."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class HostPacing:
    """`spacing` in seconds between the starts of two requests to one host; `concurrency` = how many at once."""

    def __init__(self, *, spacing: float, concurrency: int) -> None:
        self._spacing = spacing
        self._slots: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(concurrency))
        self._free_at: dict[str, float] = defaultdict(float)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn and hold it for the length of the request."""
        async with self._slots[host]:
            await self._wait(host)
            yield

    async def _wait(self, host: str) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, self._free_at[host])
        self._free_at[host] = start + self._spacing
        await asyncio.sleep(start - now)
