"""Waiting for what will be so in a while, and trying again what an engine that just died could not do."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from aiohttp import ClientError
from pymongo.errors import PyMongoError

from content_models.kit.errors import VersionConflict, ZhengwuError

LOOK_EVERY = 0.25  # seconds

# What goes by when an engine or the api is started again, or when somebody at the console was faster.
_PASSING = (PyMongoError, VersionConflict, ClientError, ConnectionError, TimeoutError)

T = TypeVar("T")

log = structlog.get_logger()


class DemoStuck(ZhengwuError):
    """`details` carries `waiting_for`."""

    code = "DEMO_STUCK"
    default_message = "演示没有按时走完，请查看数据目录 logs 里的日志，再运行一次即可接着走。"


async def eventually(waiting_for: str, look: Callable[[], Awaitable[T | None]], *, within: float) -> T:
    """What `look` gives once it gives something. Raises DemoStuck after `within` seconds."""
    deadline = asyncio.get_running_loop().time() + within
    while asyncio.get_running_loop().time() < deadline:
        found = await persistently(waiting_for, look, within=within)
        if found is not None:
            return found
        await asyncio.sleep(LOOK_EVERY)
    raise DemoStuck(f"等了 {within:.0f} 秒，还没有等到{waiting_for}。", waiting_for=waiting_for)


async def persistently(doing: str, act: Callable[[], Awaitable[T]], *, within: float) -> T:
    """What `act` gives; it is run again while the store is away or somebody else was faster. `act` must re-read."""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        try:
            return await act()
        except _PASSING as error:
            if asyncio.get_running_loop().time() > deadline:
                raise DemoStuck(f"「{doing}」一直没有成功：{error}", waiting_for=doing) from error
            log.info("trying_again", doing=doing, error=repr(error)[:200])
            await asyncio.sleep(LOOK_EVERY)
