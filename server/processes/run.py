"""Running a process's main coroutine on uvloop until it ends or a signal asks it to."""

import asyncio
from collections.abc import Coroutine

import uvloop

from server.processes.signals import until_signalled


def run(main: Coroutine[None, None, None]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(until_signalled(main))
