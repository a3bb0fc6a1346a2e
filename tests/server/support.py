"""Waiting for real processes."""

import asyncio
import gc
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

PROGRAM = [sys.executable, "-m", "server.cli.main"]


async def eventually(condition: Callable[[], bool | Awaitable[bool]], seconds: float = 30) -> None:
    """Return once `condition()` holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while True:
            holds = condition()
            if holds if isinstance(holds, bool) else await holds:
                return
            await asyncio.sleep(0.03)


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def zhengwu(
    *arguments: str, cwd: Path, seconds: float = 240, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, away from the checkout's `.env`; `environment` is added to ours.

    On a busy machine the imports alone take a minute.
    """
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def elapsed_since(start: float) -> float:
    return time.monotonic() - start


@contextmanager
def sockets_left_by_pymongo() -> Iterator[None]:
    """PyMongo 4.20 leaves a socket to the garbage collector when its client closes while connecting in vain."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()
