"""The fetcher: GET with validators, redirects by hand, every limit enforced while the answer arrives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from aggregators.errors import SourceBusy, SourceHeldBack, SourceTooLarge, SourceTooManyRedirects, SourceUrlInvalid
from aggregators.fetch import failures
from aggregators.fetch.pacing import HostPacing
from aggregators.fetch.page import NOT_MODIFIED, Page
from aggregators.fetch.retry_after import retry_after
from aggregators.fetch.walls import refuse_walls
from content_models.kit.addresses import AddressPolicy, guarded, is_loopback_name, is_public, is_public_or_private
from content_models.sources.documents import Validators

MIB = 1024 * 1024
USER_AGENT = "zhengwu-aggregator/0.1 (+government information aggregation)"
RETRY_AFTER_CAP = timedelta(hours=6)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_BUSY = frozenset({429, 503})
_TOLD_ELSEWHERE = frozenset(  # after a redirect to another host; a source's own headers may hold its key
    {"referer", "content-type", "x-requested-with", "if-none-match", "if-modified-since"}
)
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class _Redirect:
    url: str
    permanent: bool


class _Network:
    """The session of one address policy.

    Public and extranet requests do not share connections: a connection kept alive by an allowed source would
    carry a request that had to be refused.
    """

    def __init__(self, policy: AddressPolicy, resolver: AbstractResolver | None) -> None:
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(socket_factory=guarded(policy), resolver=resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
        )


class Fetcher:
    """An async context manager; `get` may be called concurrently. Limits are per request.

    `total_timeout` and `connect_timeout` in seconds (waiting for the host's turn does not count), `max_body` in
    bytes after decompression, `spacing` in seconds between two requests to one host (`loopback_spacing` to this
    machine itself, which needs no courtesy).
    """

    def __init__(
        self,
        *,
        total_timeout: float = 20,
        connect_timeout: float = 10,
        max_body: int = 15 * MIB,
        max_redirects: int = 5,
        spacing: float = 1,
        loopback_spacing: float = 0,
        per_host: int = 2,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._timeout = aiohttp.ClientTimeout(total=total_timeout, connect=connect_timeout)
        self._max_body = max_body
        self._max_redirects = max_redirects
        self._pacing = HostPacing(spacing=spacing, concurrency=per_host)
        self._loopback_pacing = HostPacing(spacing=loopback_spacing, concurrency=per_host)
        self._resolver = resolver

    async def __aenter__(self) -> Self:
        self._public = _Network(is_public, self._resolver)
        self._extranet = _Network(is_public_or_private, self._resolver)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._public.session.close()
        await self._extranet.session.close()

    async def get(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        allow_private: bool = False,
        private_hosts: Collection[str] = (),
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        retry_after_cap: timedelta = RETRY_AFTER_CAP,
    ) -> Page:
        """The page at `url`, or `not_modified` when the validators still hold. Raises a SourceFailed per cause.

        With `body` it is asked for by POST, also after a redirect. `allow_private` vouches for the host of `url`
        and for `private_hosts` alone: a redirect to any other host has to lead to a public address.

        A host that answers 429 or 503 with Retry-After is left alone by everybody for that long, but by nobody
        longer than its own `retry_after_cap`; zero means that this source does not wait.
        """
        vouched_for = {_host_and_name(url)[1], *private_hosts} if allow_private else set()
        asked = {**(headers or {}), **_conditions(validators)}
        permanent = True
        for hops in range(self._max_redirects + 1):
            network = self._extranet if _host_and_name(url)[1] in vouched_for else self._public
            answer = await self._ask(network, url, asked, body, retry_after_cap)
            if isinstance(answer, Page):
                return replace(answer, moved_to=answer.url) if hops and permanent else answer
            if _host_and_name(answer.url)[0] != _host_and_name(url)[0]:
                asked = {name: value for name, value in asked.items() if name.lower() in _TOLD_ELSEWHERE}
            url, permanent = answer.url, permanent and answer.permanent
        raise SourceTooManyRedirects(url=url, limit=self._max_redirects)

    async def _ask(
        self,
        network: _Network,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        retry_after_cap: timedelta,
    ) -> Page | _Redirect:
        """One request: a page, or the URL to ask instead."""
        host, name = _host_and_name(url)
        pacing = self._loopback_pacing if is_loopback_name(name) else self._pacing
        async with pacing.turn(host):
            _refuse_while_held(pacing, host, url, retry_after_cap)
            try:
                async with network.session.request(
                    "GET" if body is None else "POST",
                    url,
                    headers=headers,
                    data=body,
                    timeout=self._timeout,
                    allow_redirects=False,
                ) as response:
                    return await self._answer(response)
            except SourceBusy as busy:
                if busy.retry_after is not None:
                    pacing.hold(host, busy.retry_after)
                    busy.retry_after = min(busy.retry_after, retry_after_cap)
                raise
            except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
                raise failures.of_exception(error, url) from error

    async def _answer(self, response: aiohttp.ClientResponse) -> Page | _Redirect:
        url = str(response.url)
        if response.status in _REDIRECTS and "Location" in response.headers:
            return _Redirect(urljoin(url, response.headers["Location"]), response.status in _PERMANENT)
        if response.status == NOT_MODIFIED:
            return Page(url=url, status=NOT_MODIFIED, body=b"")
        if not response.ok:
            raise await _refusal(response, url)
        return Page(
            url=url,
            status=response.status,
            body=await self._read(response),
            charset=response.charset,
            validators=Validators(
                etag=response.headers.get("ETag"), last_modified=response.headers.get("Last-Modified")
            ),
        )

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """Chunk by chunk, so that neither a bomb nor an endless stream is ever held whole."""
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._max_body:
                response.close()
                raise SourceTooLarge(url=str(response.url), limit=self._max_body)
        return bytes(body)


async def _refusal(response: aiohttp.ClientResponse, url: str) -> Exception:
    """What an error status means. A firewall may put its page under 503, which is then no plea for patience."""
    failure = failures.of_status(response.status, url)
    if not isinstance(failure, SourceBusy):
        return failure
    failure.retry_after = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
    if failure.retry_after is None:
        refuse_walls((await response.content.read(_CHUNK)).decode(errors="replace"), url)
    return failure


def _refuse_while_held(pacing: HostPacing, host: str, url: str, cap: timedelta) -> None:
    left = pacing.held(host, cap)
    if left:
        refusal = SourceHeldBack(url=url)
        refusal.retry_after = left
        raise refusal


def _host_and_name(url: str) -> tuple[str, str]:
    """Host with port (what courtesy counts by), and the bare name. Raises SourceUrlInvalid unless both are there."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError as error:
        raise SourceUrlInvalid(url=url) from error
    if parts.scheme not in ("http", "https") or not name:
        raise SourceUrlInvalid(url=url)
    return (f"{name}:{port}" if port else name), name


def _conditions(validators: Validators | None) -> dict[str, str]:
    """Conditional request headers (RFC 9110 §13.1)."""
    if validators is None:
        return {}
    stated = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in stated.items() if value}
