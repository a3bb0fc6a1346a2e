"""One subscriber's news, bounded: whoever cannot keep up is told to look again instead of filling our memory."""

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")

LONGEST = 16  # pieces of news waiting for one subscriber


class Mailbox(Generic[T]):
    """`next` gives the news in order, or None when some were dropped: then everything has to be asked for again."""

    __slots__ = ("_dropped", "_news", "_something")

    def __init__(self) -> None:
        self._news: deque[T] = deque()
        self._something = asyncio.Event()
        self._dropped = False

    def put(self, news: T) -> None:
        if len(self._news) >= LONGEST:
            self._news.clear()
            self._dropped = True
        elif not self._dropped:
            self._news.append(news)
        self._something.set()

    async def next(self) -> T | None:
        await self._something.wait()
        if self._dropped:
            self._dropped = False
            self._something.clear()
            return None
        news = self._news.popleft()
        if not self._news:
            self._something.clear()
        return news
