"""Running a process's main coroutine on uvloop until it ends or a signal asks it to."""

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any, TypeVar

import uvloop

from server.processes.signals import until_signalled

T = TypeVar("T")

# A poll makes tens of thousands of objects that live until they are stored. By Python's default the collector would
# look at the youngest of them after every 700, which took a sixth of the time of reading feeds.
GARBAGE_THRESHOLDS = (50_000, 20, 50)


def run(main: Coroutine[Any, Any, T]) -> T | None:
    """What `main` returns; None when a signal ended it."""
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(until_signalled(main))
