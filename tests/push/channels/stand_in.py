"""What the vendors' stand-ins share: a server on loopback that notes every call and misbehaves when told to."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import web

Answer = tuple[int, Any]  # (status, JSON to send)


@dataclass
class Call:
    method: str
    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


@dataclass(frozen=True)
class Fault:
    """Answer with this instead; `lost`: do the work and cut the connection; `stalled`: do it and never answer."""

    status: int = 0
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False
    stalled: bool = False


class StandIn:
    """Subclasses say in `answer` what the vendor's documents say."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults: deque[Fault] = deque()
        self.faulty_path = ""  # a fault waits for a path that ends so
        self.url = ""
        self.closing = asyncio.Event()

    def answer(self, call: Call) -> Answer:
        raise NotImplementedError

    def to(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path.endswith(path)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.method, request.path, dict(request.headers), await request.read())
        self.calls.append(call)
        fault = self.faults.popleft() if self.faults and call.path.endswith(self.faulty_path) else Fault()
        if fault.status:
            return web.Response(status=fault.status, text=fault.text, headers=fault.headers)
        status, data = self.answer(call)
        if fault.lost and request.transport:
            request.transport.abort()
        if fault.stalled:
            await self.closing.wait()
        return web.json_response(data, status=status)


S = TypeVar("S", bound=StandIn)


@asynccontextmanager
async def running(make: Callable[[], S]) -> AsyncIterator[S]:
    stand_in = make()
    app = web.Application(client_max_size=8 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", stand_in.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stand_in.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield stand_in
    finally:
        stand_in.closing.set()
        await runner.cleanup()
