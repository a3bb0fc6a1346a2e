"""`asyncio.wait_for` as it is since Python 3.12, for the drivers that call it on 3.11.

Up to 3.11 it runs the wait in a task of its own, and two things go wrong when the caller is cancelled at the moment
that wait ends:

- the cancellation is swallowed. redis-py waits so for every command it sends, PyMongo where a timeout is set: a task
  told to stop goes on, and a process told to end by SIGTERM waits for it until it is killed.
- what the wait has just taken is lost. PyMongo waits so for a free connection: the lock is never let go, and every
  later request of the process hangs or fails with "Lock is not acquired".
"""

import asyncio
import sys
from collections.abc import Awaitable
from typing import TypeVar

from pymongo import lock

T = TypeVar("T")


async def wait_for(fut: Awaitable[T], timeout: float | None) -> T:
    """As `asyncio.wait_for` of Python 3.12: in the caller's task. Raises TimeoutError."""
    async with asyncio.timeout(timeout):
        return await fut


def mend_waits() -> None:
    """For the whole process, drivers that are connected already included. Does nothing from Python 3.12 on."""
    if sys.version_info < (3, 12):
        asyncio.wait_for = asyncio.tasks.wait_for = wait_for  # type: ignore[assignment]
        lock.wait_for = wait_for  # type: ignore[attr-defined, assignment]
