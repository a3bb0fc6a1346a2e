"""PyMongo's waits, safe to give up on Python 3.11.

While no server answers, PyMongo waits on a condition by `asyncio.wait_for`, which up to Python 3.11 runs the wait in a
task of its own. Whoever is cancelled while that task takes its lock back leaves the lock to it: the lock is never let
go, and every later request of the process hangs or fails with "Lock is not acquired". One request given up during an
outage is enough. Since Python 3.12 `wait_for` waits in the caller's task, where a lock cannot be lost.
"""

import asyncio
import sys
from collections.abc import Awaitable
from typing import TypeVar

from pymongo import lock

T = TypeVar("T")


async def wait_here(wait: Awaitable[T], seconds: float | None) -> T:
    """As `asyncio.wait_for` of Python 3.12: in the caller's task. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        return await wait


def mend_waits() -> None:
    """Does nothing from Python 3.12 on. Its clients of before are mended as well."""
    if sys.version_info < (3, 12):
        lock.wait_for = wait_here  # type: ignore[attr-defined, assignment]
