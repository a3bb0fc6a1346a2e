"""A body over the limit of its route is refused in our words: Starlette, which stops it, answers in English."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mobile_api.transport.errors import RequestTooLarge


class TooLargeInOurWords:
    """ASGI middleware around all limits. `answer` makes of an error what this caller can read."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, RequestTooLarge], Awaitable[Response]]) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_refused = False

        async def send_in_our_words(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and _is_bare_refusal(message):
                is_refused = True
                answer = await self._answer(Request(scope), RequestTooLarge())
                await answer(scope, receive, send)
            elif not is_refused:
                await send(message)

        await self._app(scope, receive, send_in_our_words if scope["type"] == "http" else send)


def _is_bare_refusal(start: Message) -> bool:
    """Ours are pages or problem+json."""
    kind: bytes = dict(start.get("headers", ())).get(b"content-type", b"")
    return start["status"] == 413 and kind.startswith(b"text/plain")
