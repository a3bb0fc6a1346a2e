"""One WebSocket of the graphql-transport-ws protocol, from its opening to its end."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from typing import Any, Protocol

import orjson
from starlette.types import Receive, Send

from content_models.kit.errors import ZhengwuError
from mobile_api.transport import answers
from mobile_api.transport.documents import InvalidDocument
from mobile_api.transport.live.limits import LiveLimits

PROTOCOL = "graphql-transport-ws"
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, INIT_TIMEOUT = 4400, 4401, 4403, 4408
SUBSCRIBER_EXISTS, TOO_MANY = 4409, 4429
GOING_AWAY, TRY_AGAIN_LATER = 1001, 1013
SESSION_OVER = "SESSION_EXPIRED"


class Asks(Protocol):
    """What a socket needs of the endpoint."""

    def enter(self, authorization: str | None, end: Callable[[], None]) -> Callable[[], bool]:
        """Raises what refuses the connection; gives back whether it is still allowed. Calls `end` when it is known that
        it is not."""
        ...

    def answers(self, asked: Any, authorization: str | None) -> AsyncGenerator[dict[str, Any], None]: ...


class Closed(Exception):
    def __init__(self, code: int, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)


class Socket:
    def __init__(self, asks: Asks, limits: LiveLimits, authorization: str | None, receive: Receive, send: Send) -> None:
        self._asks, self._limits, self._authorization = asks, limits, authorization
        self._receive, self._send_raw = receive, send
        self._running: dict[str, asyncio.Task[None]] = {}
        self._still_allowed: Callable[[], bool] | None = None
        self._pinged = False
        self._looked_at = time.monotonic()
        self._lifetime: asyncio.Timeout | None = None
        self._over = Closed(GOING_AWAY, "lifetime")

    async def serve(self) -> None:
        """Accepted already. Returns when it is over; nothing that was begun for it runs on."""
        try:
            async with asyncio.timeout(self._limits.lifetime) as self._lifetime:
                await self._initialise()
                await self._listen()
        except TimeoutError:
            await self._close(self._over)
        except Closed as closed:
            await self._close(closed)
        finally:
            self._lifetime = None
            await self._stop_all()

    def _end(self) -> None:
        """The viewer signed out, or is no more."""
        self._end_as(Closed(UNAUTHORIZED, SESSION_OVER))

    def _end_as(self, why: Closed) -> None:
        """What waits stops waiting."""
        if self._lifetime is not None:
            self._over = why
            self._lifetime.reschedule(0)

    async def _initialise(self) -> None:
        try:
            async with asyncio.timeout(self._limits.init):
                message = await self._message()
        except TimeoutError:
            raise Closed(INIT_TIMEOUT, "Connection initialisation timeout") from None
        if message is None:
            return
        if message.get("type") != "connection_init":
            raise Closed(UNAUTHORIZED, "Unauthorized")
        given = message.get("payload")
        token = given.get("authorization") or given.get("Authorization") if isinstance(given, dict) else None
        self._authorization = token if isinstance(token, str) else self._authorization
        try:
            self._still_allowed = self._asks.enter(self._authorization, self._end)
        except ZhengwuError as refused:
            code = TOO_MANY if refused.status == 429 else FORBIDDEN
            raise Closed(code, refused.code) from None
        await self._send({"type": "connection_ack"})

    async def _listen(self) -> None:
        while self._still_allowed is not None:
            try:
                async with asyncio.timeout(self._limits.pong if self._pinged else self._limits.ping):
                    message = await self._message()
            except TimeoutError:
                await self._silence()
                continue
            if message is None:
                return
            self._pinged = False
            self._require_allowed()
            await self._take(message)

    async def _silence(self) -> None:
        """Nothing was heard for a while: is anybody there, and still allowed to be?"""
        if self._pinged:
            raise Closed(GOING_AWAY, "no pong")
        self._require_allowed()
        self._pinged = True
        await self._send({"type": "ping"})

    def _require_allowed(self) -> None:
        """Looks at the token once an interval, however much or little is said meanwhile."""
        now = time.monotonic()
        if self._still_allowed is None or now < self._looked_at + self._limits.ping:
            return
        self._looked_at = now
        if not self._still_allowed():
            raise Closed(UNAUTHORIZED, SESSION_OVER)

    async def _take(self, message: dict[str, Any]) -> None:
        match message.get("type"), message.get("id"):
            case "ping", _:
                await self._send({"type": "pong"})
            case "pong", _:
                pass
            case "connection_init", _:
                raise Closed(TOO_MANY, "Too many initialisation requests")
            case "subscribe", str(key):
                self._subscribe(key, message.get("payload"))
            case "complete", str(key):
                if key in self._running:
                    self._running[key].cancel()
            case _:
                raise Closed(BAD_REQUEST, "Invalid message")

    def _subscribe(self, key: str, payload: Any) -> None:
        if key in self._running:
            raise Closed(SUBSCRIBER_EXISTS, f"Subscriber for {key[:50]} already exists")
        if len(self._running) >= self._limits.subscriptions:
            raise Closed(TOO_MANY, "Too many subscriptions")
        task = self._running[key] = asyncio.create_task(self._answer(key, payload))
        task.add_done_callback(lambda _: self._running.pop(key, None))

    async def _answer(self, key: str, payload: Any) -> None:
        try:
            await self._tell(key, payload)
        except Closed as not_read:
            self._end_as(not_read)  # this connection carries nothing else either

    async def _tell(self, key: str, payload: Any) -> None:
        told = self._asks.answers(payload, self._authorization)
        try:
            async for answer in told:
                await self._send({"id": key, "type": "next", "payload": answer})
        except (ZhengwuError, InvalidDocument) as error:
            await self._send({"id": key, "type": "error", "payload": answers.refused(error)[0]})
        else:
            await self._send({"id": key, "type": "complete"})
        finally:
            await told.aclose()

    async def _message(self) -> dict[str, Any] | None:
        """The next one; None when the client is gone. Raises Closed for what is no message."""
        event = await self._receive()
        if event["type"] == "websocket.disconnect":
            return None
        text = event.get("text")
        if text is None or len(text) > self._limits.message_bytes:
            raise Closed(BAD_REQUEST, "Invalid message")
        try:
            parsed = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Closed(BAD_REQUEST, "Invalid message") from None
        if not isinstance(parsed, dict):
            raise Closed(BAD_REQUEST, "Invalid message")
        return parsed

    async def _send(self, message: dict[str, Any]) -> None:
        """Raises Closed when the client does not read."""
        try:
            async with asyncio.timeout(self._limits.send):
                await self._send_raw({"type": "websocket.send", "text": answers.dumps(message).decode()})
        except TimeoutError:
            raise Closed(TRY_AGAIN_LATER, "not read") from None

    async def _close(self, closed: Closed) -> None:
        """Whoever does not read is not told; what is left of the connection is the server's to abort."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._limits.farewell):
                await self._send_raw({"type": "websocket.close", "code": closed.code, "reason": closed.reason})

    async def _stop_all(self) -> None:
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
