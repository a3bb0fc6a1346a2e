"""Wake-ups through Redis: hints that there is work. A lost one costs a little time, never the work."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Self

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

PREFIX = "zhengwu:wake:"
CONNECT_SECONDS = 1.0

log = structlog.get_logger()


class RedisWake(AbstractAsyncContextManager["RedisWake"]):
    """Publishes wake-ups. `publish` is what `Store` calls after a commit: it never raises."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS)

    async def __aexit__(self, *_: object) -> None:
        await self._redis.aclose()

    async def publish(self, topic: str) -> None:
        try:
            await self._redis.publish(PREFIX + topic, b"")
        except RedisError as error:
            log.warning("wake_lost", topic=topic, error=repr(error))


class WakeListener(AbstractAsyncContextManager["WakeListener"]):
    """Waits for wake-ups of one topic. Subscribes at the first wait and again after Redis was away."""

    def __init__(self, url: str, topic: str) -> None:
        self._redis = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS)
        self._topic = topic
        self._pubsub: PubSub | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._unsubscribe()
        await self._redis.aclose()

    async def wait(self, timeout: float) -> None:
        """Return at a wake-up, or after `timeout` seconds: the caller scans in either case."""
        try:
            pubsub = await self._subscribed()
            if await pubsub.get_message(ignore_subscribe_messages=True, timeout=timeout):
                await self._drain(pubsub)
        except RedisError as error:
            log.warning("wakes_unheard", topic=self._topic, error=repr(error))
            await self._unsubscribe()
            await asyncio.sleep(timeout)

    async def _subscribed(self) -> PubSub:
        if self._pubsub is None:
            self._pubsub = self._redis.pubsub()
            await self._pubsub.subscribe(PREFIX + self._topic)
        return self._pubsub

    async def _drain(self, pubsub: PubSub) -> None:
        """A hundred wake-ups in a row are one reason to scan."""
        while await pubsub.get_message(ignore_subscribe_messages=True, timeout=0):
            pass

    async def _unsubscribe(self) -> None:
        if self._pubsub is not None:
            await self._pubsub.aclose()  # type: ignore[no-untyped-call]
            self._pubsub = None
