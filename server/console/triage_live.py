"""Counters that stay true while the page is open: an event stream, and the same numbers for whoever has none."""

import asyncio
from collections.abc import AsyncIterator

import orjson
from starlette.responses import JSONResponse, Response, StreamingResponse

from content_models.kit.errors import NotAuthenticated
from server.console.counters import live_counts
from server.console.visit import Visit, staff_watching, watcher

LOOK_EVERY = 5.0  # seconds between looks at what the queue's own changes do not tell: reviews, alarms
LIFETIME = 300.0  # seconds; the browser opens another stream, and is asked again who it is
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}  # nginx would hold events back


@staff_watching
async def show_counts(visit: Visit) -> Response:
    return JSONResponse(await live_counts(visit), headers={"cache-control": "no-store"})


@staff_watching
async def stream_counts(visit: Visit) -> Response:
    """`event: counts` with the numbers by name, at once and whenever one of them moves."""
    return StreamingResponse(_told(visit), media_type="text/event-stream", headers=HEADERS)


async def _told(visit: Visit) -> AsyncIterator[bytes]:
    moved = asyncio.Event()
    stop_listening = visit.deps.board.listen(moved.set)
    told: dict[str, int] = {}
    ends = asyncio.get_running_loop().time() + LIFETIME
    try:
        while asyncio.get_running_loop().time() < ends and await _is_still_staff(visit):
            moved.clear()
            counts = await live_counts(visit)
            # A comment when nothing has moved: whoever has left is noticed by writing to them.
            yield b"event: counts\ndata: " + orjson.dumps(counts) + b"\n\n" if counts != told else b":\n\n"
            told = counts
            await _next_look(moved)
    finally:
        stop_listening()


async def _next_look(moved: asyncio.Event) -> None:
    """Until the queue moves, or it is time to look at the rest."""
    try:
        async with asyncio.timeout(LOOK_EVERY):
            await moved.wait()
    except TimeoutError:
        return


async def _is_still_staff(visit: Visit) -> bool:
    try:
        await watcher(visit.request)
    except NotAuthenticated:
        return False
    return True
