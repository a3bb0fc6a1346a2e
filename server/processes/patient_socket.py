"""How long a WebSocket may leave what it is given unread (慢速连接): uvicorn waits for ever, also to say goodbye."""

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.processes.patience import Patience


class PatientSocket(WebSocketsSansIOProtocol):
    """Whoever takes nothing of a full buffer, or is told that it is over and stays, is cut off."""

    patience = Patience()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stalled: asyncio.TimerHandle | None = None
        self._over: asyncio.TimerHandle | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._stalled, self._over):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self.loop.call_later(self.patience.take_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    async def run_asgi(self) -> None:
        """Once the application has no more to say, what it said is to be taken, and the client to go."""
        await super().run_asgi()
        if not self.disconnected:
            self._over = self.loop.call_later(self.patience.rest_seconds, self.transport.abort)
