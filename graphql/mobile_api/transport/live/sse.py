"""Server-Sent Events, one operation a connection (graphql-sse's distinct connections mode)."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any

from starlette.types import Receive, Send

from content_models.kit.errors import ZhengwuError
from mobile_api.transport import answers
from mobile_api.transport.documents import InvalidDocument
from mobile_api.transport.live.limits import LiveLimits

EVENT_STREAM = "text/event-stream"
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
]
_KEEP_ALIVE = b":\n\n"
_COMPLETE = b"event: complete\ndata:\n\n"


def wants_events(accept: str | None) -> bool:
    return accept is not None and EVENT_STREAM in accept


async def stream(
    told: AsyncGenerator[dict[str, Any], None],
    limits: LiveLimits,
    still_allowed: Callable[[], bool],
    ended: asyncio.Event,
    receive: Receive,
    send: Send,
) -> None:
    """Send answers until there are no more, the client leaves or does not read, its token or its time runs out,
    or `ended` is set.

    A stream that is cut short has no `complete`: the client opens another and goes on from where it was.
    """
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    until = (_left(receive), _write(told, limits, still_allowed, send), ended.wait())
    tasks = [asyncio.ensure_future(one) for one in until]
    try:
        await asyncio.wait(tasks, timeout=limits.lifetime, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(
    told: AsyncGenerator[dict[str, Any], None], limits: LiveLimits, still_allowed: Callable[[], bool], send: Send
) -> None:
    async def put(piece: bytes) -> None:
        async with asyncio.timeout(limits.send):
            await send({"type": "http.response.body", "body": piece, "more_body": True})

    coming = asyncio.ensure_future(anext(told, None))
    try:
        while True:
            done, _ = await asyncio.wait({coming}, timeout=limits.ping)
            if not still_allowed():
                return
            if not done:
                await put(_KEEP_ALIVE)
                continue
            answer = _answer(coming)
            if answer is None:
                await put(_COMPLETE)
                return
            await put(b"event: next\ndata: " + answers.dumps(answer) + b"\n\n")
            coming = asyncio.ensure_future(anext(told, None))
    except TimeoutError:
        return  # the client does not read
    finally:
        coming.cancel()
        await asyncio.wait({coming})
        await told.aclose()


def _answer(coming: "asyncio.Future[dict[str, Any] | None]") -> dict[str, Any] | None:
    try:
        return coming.result()
    except (ZhengwuError, InvalidDocument) as error:
        return {"errors": answers.refused(error)[0]}
