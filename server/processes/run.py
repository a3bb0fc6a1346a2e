"""Running a process's main coroutine on uvloop until it ends or a signal asks it to."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

from server.processes.signals import until_signalled

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T | None:
    """What `main` returns; None when a signal ended it."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(until_signalled(main))
