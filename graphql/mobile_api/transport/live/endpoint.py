"""Live operations at /graphql: over a WebSocket, or as Server-Sent Events. The same documents, budget and limits."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import ExitStack
from typing import Any

from graphql import OperationType
from starlette.types import Receive, Scope, Send

from content_models.kit.errors import ZhengwuError
from mobile_api.context import Context, Deps, ViewerClaims
from mobile_api.transport import requests
from mobile_api.transport.budget import Account, Budget
from mobile_api.transport.errors import MethodNotAllowed
from mobile_api.transport.head import Head, head_of
from mobile_api.transport.known import KnownDocuments
from mobile_api.transport.live import sse
from mobile_api.transport.live.doors import Doors
from mobile_api.transport.live.endings import Endings
from mobile_api.transport.live.socket import PROTOCOL, Socket
from mobile_api.transport.requests import Asked
from mobile_api.transport.service import Service
from mobile_api.transport.viewers import Payers


class LiveEndpoint:
    def __init__(self, deps: Deps, known: KnownDocuments, budget: Budget, payers: Payers, service: Service) -> None:
        self._deps, self._known, self._budget, self._payers, self._service = deps, known, budget, payers, service
        self.doors = Doors(deps.live_limits)
        self.endings = Endings(deps.changes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A WebSocket. One that speaks another protocol is refused before it is one."""
        await receive()  # websocket.connect
        if PROTOCOL not in scope.get("subprotocols", ()):
            await send({"type": "websocket.close", "code": 4406, "reason": "Subprotocol not acceptable"})
            return
        await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
        head = head_of(scope)
        with ExitStack() as doors:
            asks = _Asks(self, head, doors)
            await Socket(asks, self._deps.live_limits, head.authorization, receive, send).serve()

    async def stream(self, head: Head, asked: Asked, receive: Receive, send: Send) -> None:
        """Raises what refuses the operation."""
        with ExitStack() as doors:
            asks = _Asks(self, head, doors)
            ended = asyncio.Event()
            still_allowed = asks.enter(head.authorization, ended.set)
            told = await self.told(asked, head.authorization, asks.account)
            await sse.stream(told, self._deps.live_limits, still_allowed, ended, receive, send)

    async def told(
        self, asked: Asked, authorization: str | None, account: Account
    ) -> AsyncGenerator[dict[str, Any], None]:
        operation = (await self._known.find(asked)).operation(asked.operation_name)
        if asked.by_get and operation.kind is OperationType.MUTATION:
            raise MethodNotAllowed(allowed=["POST"])
        return self._service.live(operation, asked.variables, authorization, account)

    def account(self, head: Head) -> tuple[str, Account]:
        payer, limit = self._payers.of(head)
        return payer, self._budget.account(payer, limit)

    def claims(self, authorization: str | None) -> ViewerClaims | None:
        """Raises NotAuthenticated, SessionExpired for a token that is not good, or not any more."""
        return Context(self._deps, authorization).claims_or_none()


class _Asks:
    """What one connection may ask, for as long as its doors are open."""

    def __init__(self, endpoint: LiveEndpoint, head: Head, doors: ExitStack) -> None:
        self._endpoint, self._head, self._doors = endpoint, head, doors

    @property
    def account(self) -> Account:
        return self._endpoint.account(self._head)[1]

    def enter(self, authorization: str | None, end: Callable[[], None]) -> Callable[[], bool]:
        claims = self._endpoint.claims(authorization)
        self._head.authorization = authorization
        payer, _ = self._endpoint.account(self._head)
        self._doors.enter_context(self._endpoint.doors.entered(payer))
        if claims is not None:
            self._doors.enter_context(self._endpoint.endings.watched(claims, end))
        return lambda: self._is_good(authorization)

    def _is_good(self, authorization: str | None) -> bool:
        try:
            self._endpoint.claims(authorization)
        except ZhengwuError:
            return False
        return True

    async def answers(self, payload: Any, authorization: str | None) -> AsyncGenerator[dict[str, Any], None]:
        asked = requests.asked_in(payload)
        told = await self._endpoint.told(asked, authorization, self.account)
        try:
            async for answer in told:
                yield answer
        finally:
            await told.aclose()
