"""Ctrl-C and SIGTERM end a program by cancelling its main task once, so that everything it holds is let go in order."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def until_signalled(main: Coroutine[Any, Any, T]) -> T | None:
    """What `main` returns, or None when a signal asked to stop; more signals do not disturb the stopping."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(main)

    def end() -> None:
        for number in ENDING:
            loop.add_signal_handler(number, _already_ending)
        task.cancel()

    for number in ENDING:
        loop.add_signal_handler(number, end)
    try:
        return await task
    except asyncio.CancelledError:
        return None
    finally:
        for number in ENDING:
            loop.remove_signal_handler(number)


def _already_ending() -> None:
    """The first signal was heard; everything stops within five seconds."""
