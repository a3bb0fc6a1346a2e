"""HTTP to a push service: what came back, or how sure it is that nothing went out."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import aiohttp
import orjson

from content_models.kit.addresses import AddressPolicy, guarded

CALL = 6.0  # seconds for one call: three of them stay below what a channel may take
CONNECT = 3.0  # seconds
LONGEST_ANSWER = 256 * 1024  # bytes
LONGEST_WAIT = 3600.0  # seconds of Retry-After that are believed


class Unreached(Exception):
    """Nothing was sent: the service could not be connected to."""


class Unanswered(Exception):
    """It may have been sent; what became of it is not known."""


class Reply(NamedTuple):
    """`data` is None when the body is no JSON object; `retry_after` is in seconds, 0 when not told."""

    status: int
    data: dict[str, Any] | None
    retry_after: float


class HttpClient:
    """Follows no redirects, reads no more than it must, and keeps its connections. `allowed` restricts where to."""

    def __init__(
        self, *, seconds: float | None = None, connections: int = 20, allowed: AddressPolicy | None = None
    ) -> None:
        seconds = seconds or CALL
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(CONNECT, seconds))
        self._connections = connections
        self._allowed = allowed
        self._session: aiohttp.ClientSession | None = None

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Raises Unreached, Unanswered."""
        return await self._call("GET", url, None, headers)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Raises Unreached, Unanswered."""
        return await self._call("POST", url, body, headers)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _call(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        try:
            async with self._opened().request(method, url, data=body, headers=headers, allow_redirects=False) as answer:
                data = _object(await _read(answer.content))
                return Reply(answer.status, data, _seconds(answer.headers.get("Retry-After")))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise Unreached(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unanswered(type(error).__name__) from error

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            factory = guarded(self._allowed) if self._allowed else None
            connector = aiohttp.TCPConnector(limit=self._connections, socket_factory=factory)
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._timeout)
        return self._session


class Brake:
    """Remembers until when a service asked to be left alone. Times are of the event loop."""

    def __init__(self) -> None:
        self._until = 0.0

    def pull(self, seconds: float) -> None:
        self._until = max(self._until, asyncio.get_running_loop().time() + seconds)

    @property
    def is_on(self) -> bool:
        return asyncio.get_running_loop().time() < self._until


async def _read(content: aiohttp.StreamReader) -> bytes:
    """The body, or nothing when it is longer than any answer has reason to be."""
    body = b""
    while part := await content.read(LONGEST_ANSWER + 1 - len(body)):
        body += part
        if len(body) > LONGEST_ANSWER:
            return b""
    return body


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return data if isinstance(data, dict) else None


def _seconds(retry_after: str | None) -> float:
    """RFC 9110 §10.2.3: seconds or a date. What cannot be read counts as not told."""
    if not retry_after:
        return 0.0
    try:
        wait = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else _until(retry_after)
    except (ValueError, OverflowError):
        return 0.0
    return min(max(wait, 0.0), LONGEST_WAIT)


def _until(date: str) -> float:
    moment = parsedate_to_datetime(date)
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
