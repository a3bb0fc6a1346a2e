"""The console and the H5 pages in a thread of their own, so that Playwright's sync API can have the main one.

The thread runs one event loop with the real store (an embedded MongoDB) and uvicorn on a free port.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import uvicorn

from content_models.catalogue import DOCUMENTS
from content_models.kit.store import Store
from tests.server.desk import Desk, open_desk
from tests.support import free_port, wait_for_port

T = TypeVar("T")


class Faces:
    """`address` of the running app; `run` does something to its desk in the app's own thread."""

    def __init__(self, mongodb_uri: str, database: str, **settings: Any) -> None:
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._store, self._desk = self._wait(self._open(mongodb_uri, database, settings))
        port = free_port()
        config = uvicorn.Config(
            self._desk.app, port=port, log_level="critical", lifespan="off", timeout_graceful_shutdown=1
        )  # as the api process: a page that is open keeps a stream open
        self._server = uvicorn.Server(config)
        self._serving: Future[None] = asyncio.run_coroutine_threadsafe(self._server.serve(), self._loop)
        wait_for_port(port)
        self.address = f"http://127.0.0.1:{port}"

    def run(self, work: Callable[[Desk], Awaitable[T]]) -> T:
        async def working() -> T:
            return await work(self._desk)

        return self._wait(working())

    def close(self) -> None:
        self._server.should_exit = True
        self._serving.result(timeout=20)
        self._wait(self._store.client.drop_database(self._store.database.name))
        self._wait(self._store.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=20)
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)

    async def _open(self, mongodb_uri: str, database: str, settings: dict[str, Any]) -> tuple[Store, Desk]:
        store = await Store.open(mongodb_uri, database, DOCUMENTS)
        return store, await open_desk(store, **settings)
