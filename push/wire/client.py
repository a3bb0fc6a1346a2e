"""The client: keeps connections to one host and gets a batch of requests answered over them.

What was certainly not processed (GOAWAY, a refused stream, no connection) is sent again by itself, until the time
is up. What may have been processed is reported, and never sent again from here: that is the caller's decision.
"""

import asyncio
import random
import ssl
from asyncio import FIRST_COMPLETED
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from push.wire.connection import Connection
from push.wire.exchange import Answer, Batch, Fate, Request
from push.wire.headers import RequestHeaders

CONNECT_SECONDS = 5.0
SHUTDOWN_SECONDS = 2.0
LONGEST_PAUSE = 2.0  # seconds between two attempts to connect

log = structlog.get_logger()


def tls_context(extra_ca_file: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer, the certificate and its name verified, HTTP/2 and nothing else."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["h2"])
    if extra_ca_file is not None:
        context.load_verify_locations(extra_ca_file)
    return context


@dataclass(frozen=True, slots=True)
class Endpoint:
    host: str
    port: int
    context: ssl.SSLContext

    @property
    def authority(self) -> bytes:
        return (self.host if self.port == 443 else f"{self.host}:{self.port}").encode()


class WireClient:
    """`constant` and `shared` headers are equal in all requests, and in those of a batch; `id_header` in none.

    `authorization` is asked before every write. `deadline` is the patience, in seconds, with one request;
    `time_limit` that with one batch. Batches may be sent at the same time: while one waits for its last answers,
    another one's requests fill the streams.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        constant: Sequence[tuple[bytes, bytes]],
        shared: Sequence[bytes],
        id_header: bytes,
        authorization: Callable[[], bytes],
        connections: int = 1,
        deadline: float = 8.0,
        time_limit: float = 15.0,
    ) -> None:
        self._endpoint = endpoint
        self._constant = constant
        self._varying = [*shared, id_header]
        self._authorization = authorization
        self._slots: list[Connection | None] = [None] * connections
        self._every: set[Connection] = set()  # those that drain too
        self._deadline = deadline
        self._time_limit = time_limit
        self._queue: deque[Request] = deque()
        self._batches = 0
        self._keepers: list[asyncio.Task[None]] = []
        self._why_unsent = "NO_CONNECTION"

    async def send(self, batch: Batch, requests: Sequence[Request]) -> None:
        """Return when the batch was told once of every request. Never raises for what the network does."""
        if not requests:
            return
        batch.waiting += len(requests)
        batch.done.clear()
        self._queue.extend(requests)
        self._batches += 1
        if self._batches == 1:
            self._keepers = [asyncio.create_task(self._keep_connected(slot)) for slot in range(len(self._slots))]
        self._wake()
        try:
            await self._finish(batch)
        finally:
            self._batches -= 1
            await self._rest()

    async def close(self) -> None:
        """Hang up. Safe to call at any time."""
        every, self._every = self._every, set()
        for connection in every:
            connection.close()
        for connection in every:
            await connection.gone.wait()

    async def _finish(self, batch: Batch) -> None:
        """Wait for the last answer, but not longer than the time limit, nor for a keeper that made a mistake."""
        waiting = asyncio.create_task(batch.done.wait())
        try:
            await asyncio.wait([waiting, *self._keepers], timeout=self._time_limit, return_when=FIRST_COMPLETED)
        finally:
            waiting.cancel()
            if not batch.done.is_set():
                self._give_up(batch)

    async def _rest(self) -> None:
        """Without work nobody reconnects; the connections stay open."""
        if self._batches:
            return
        keepers, self._keepers = self._keepers, []
        for keeper in keepers:
            keeper.cancel()
        for ended in await asyncio.gather(*keepers, return_exceptions=True):
            if isinstance(ended, Exception):  # a mistake of ours, not of the network
                raise ended

    def _give_up(self, batch: Batch) -> None:
        """Time is up: what is queued was not sent; what is under way may have been processed."""
        for connection in self._every:
            connection.give_up(batch, "TIMEOUT")
        others = [request for request in self._queue if request[-1] is not batch]
        unsent = [key for key, _, _, its_batch in self._queue if its_batch is batch]  # came back, or never left
        self._queue.clear()
        self._queue.extend(others)
        for key in unsent:
            batch.settle(key, Answer(Fate.unsent, why=self._why_unsent))

    async def _keep_connected(self, slot: int) -> None:
        """One connection in this slot for as long as there is work, replaced when it drains or breaks."""
        failures = 0
        while True:
            connection = self._slots[slot]
            if connection is None or connection.draining.is_set():
                connection = await self._connect(slot)
            if connection is not None:
                connection.wake()
                await connection.draining.wait()
                self._why_unsent = connection.why or self._why_unsent
            failures = 0 if connection is not None and connection.proven else failures + 1
            if failures:
                await asyncio.sleep(min(LONGEST_PAUSE, 0.05 * 2**failures) * random.uniform(0.5, 1))  # noqa: S311

    async def _connect(self, slot: int) -> Connection | None:
        """A new connection, or None. The one before it may still be answering what it took."""
        endpoint = self._endpoint
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                transport, connection = await asyncio.get_running_loop().create_connection(
                    self._new_connection,
                    endpoint.host,
                    endpoint.port,
                    ssl=endpoint.context,
                    ssl_shutdown_timeout=SHUTDOWN_SECONDS,
                )
        except (OSError, TimeoutError) as error:  # ssl.SSLError is an OSError
            self._why_unsent = type(error).__name__
            log.warning("push_connect_failed", host=endpoint.host, port=endpoint.port, error=repr(error))
            return None
        self._every = {known for known in self._every if not known.gone.is_set()} | {connection}
        if transport.get_extra_info("ssl_object").selected_alpn_protocol() != "h2":
            self._why_unsent = "NO_HTTP2"
            connection.close()
            return None
        self._slots[slot] = connection
        return connection

    def _new_connection(self) -> Connection:
        headers = RequestHeaders(self._endpoint.authority, self._constant, self._varying)
        return Connection(self._queue, self._settle, headers, self._authorization, self._deadline)

    def _settle(self, request: Request, answer: Answer) -> None:
        if answer.fate is Fate.unsent:
            self._queue.appendleft(request)
            self._wake()
        else:
            key, _, _, batch = request
            batch.settle(key, answer)

    def _wake(self) -> None:
        for connection in self._every:
            connection.wake()
