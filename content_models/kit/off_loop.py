"""Work for the processor, kept from holding up the event loop."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

# Characters or bytes to work through. Up to this much takes a few tens of milliseconds, and doing it at once takes half
# the time of handing it over: the loop and the thread would fight for the interpreter all the while.
AT_ONCE = 256 * 1024


async def off_loop(size: int, work: Callable[..., T], *given: Any) -> T:
    """`work(*given)`: at once where the `size` of what it is given promises that it is short, else in a thread."""
    if size > AT_ONCE:
        return await asyncio.to_thread(work, *given)
    done = work(*given)
    await asyncio.sleep(0)  # others' turn: a row of short works is no long one
    return done
