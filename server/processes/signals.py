"""Ctrl-C and SIGTERM end a program by cancelling its main task once, so that everything it holds is let go in order."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def until_signalled(main: Coroutine[None, None, None]) -> None:
    """Run `main` to its end, or until a signal asks to stop; more signals do not disturb the stopping."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(main)

    def end() -> None:
        for number in ENDING:
            loop.add_signal_handler(number, _already_ending)
        task.cancel()

    for number in ENDING:
        loop.add_signal_handler(number, end)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        for number in ENDING:
            loop.remove_signal_handler(number)


def _already_ending() -> None:
    """The first signal was heard; everything stops within five seconds."""
