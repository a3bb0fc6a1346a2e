"""The fetcher: GET with validators, redirects by hand, every limit enforced while the answer arrives."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from aggregators.errors import SourceTooLarge, SourceTooManyRedirects, SourceUrlInvalid
from aggregators.fetch import failures
from aggregators.fetch.addresses import AddressPolicy, guarded, is_public, is_public_or_private
from aggregators.fetch.pacing import HostPacing
from aggregators.fetch.page import NOT_MODIFIED, Page
from content_models.sources.documents import Validators

MIB = 1024 * 1024
USER_AGENT = "zhengwu-aggregator/0.1 (+government information aggregation)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024


class _Network:
    """The session and the courtesy of one address policy.

    Public and extranet requests do not share connections: a connection kept alive by an allowed source would
    carry a request that had to be refused.
    """

    def __init__(self, policy: AddressPolicy, pacing: HostPacing, resolver: AbstractResolver | None) -> None:
        self.pacing = pacing
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(socket_factory=guarded(policy), resolver=resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
        )


class Fetcher:
    """An async context manager; `get` may be called concurrently. Limits are per request.

    `total_timeout` and `connect_timeout` in seconds (waiting for the host's turn does not count), `max_body` in
    bytes after decompression, `spacing` in seconds between two requests to one public host.
    """

    def __init__(
        self,
        *,
        total_timeout: float = 20,
        connect_timeout: float = 10,
        max_body: int = 15 * MIB,
        max_redirects: int = 5,
        spacing: float = 1,
        private_spacing: float = 0,
        per_host: int = 2,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._timeout = aiohttp.ClientTimeout(total=total_timeout, connect=connect_timeout)
        self._max_body = max_body
        self._max_redirects = max_redirects
        self._public_pacing = HostPacing(spacing=spacing, concurrency=per_host)
        self._extranet_pacing = HostPacing(spacing=private_spacing, concurrency=per_host)
        self._resolver = resolver

    async def __aenter__(self) -> Self:
        self._public = _Network(is_public, self._public_pacing, self._resolver)
        self._extranet = _Network(is_public_or_private, self._extranet_pacing, self._resolver)
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
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """The page at `url`, or `not_modified` when the validators still hold. Raises a SourceFailed per cause."""
        network = self._extranet if allow_private else self._public
        asked = {**(headers or {}), **_conditions(validators)}
        for _ in range(self._max_redirects + 1):
            answer = await self._ask(network, url, asked)
            if isinstance(answer, Page):
                return answer
            url = answer
        raise SourceTooManyRedirects(url=url, limit=self._max_redirects)

    async def _ask(self, network: _Network, url: str, headers: Mapping[str, str]) -> Page | str:
        """One request: a page, or the URL to ask instead."""
        async with network.pacing.turn(_host(url)):
            try:
                async with network.session.get(
                    url, headers=headers, timeout=self._timeout, allow_redirects=False
                ) as response:
                    return await self._answer(response)
            except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
                raise failures.of_exception(error, url) from error

    async def _answer(self, response: aiohttp.ClientResponse) -> Page | str:
        url = str(response.url)
        if response.status in _REDIRECTS and "Location" in response.headers:
            return urljoin(url, response.headers["Location"])
        if response.status == NOT_MODIFIED:
            return Page(url=url, status=NOT_MODIFIED, body=b"")
        if not response.ok:
            raise failures.of_status(response.status, url)
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


def _host(url: str) -> str:
    """Raises SourceUrlInvalid for anything but an http(s) URL with a host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise SourceUrlInvalid(url=url) from error
    if parts.scheme not in ("http", "https") or not host:
        raise SourceUrlInvalid(url=url)
    return host


def _conditions(validators: Validators | None) -> dict[str, str]:
    """Conditional request headers (RFC 9110 §13.1)."""
    if validators is None:
        return {}
    stated = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in stated.items() if value}
