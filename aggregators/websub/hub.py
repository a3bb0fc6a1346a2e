"""Talking to feeds and hubs about subscriptions: the same address guard as every fetch, and small answers only."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

import aiohttp

from aggregators.decode import decode
from aggregators.fetch import failures
from aggregators.websub.discovery import Hub, find_hub
from aggregators.websub.errors import HubRefused
from content_models.kit.addresses import guarded, is_public, is_public_or_private

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=10)
_ENOUGH = 256 * 1024  # bytes of a feed: its links stand at its beginning


class HubClient:
    """An async context manager; the methods raise a SourceFailed per cause."""

    async def __aenter__(self) -> Self:
        self._public = _session(private=False)
        self._extranet = _session(private=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._public.close()
        await self._extranet.close()

    async def find(self, url: str, *, allow_private: bool) -> Hub | None:
        """The hub of the feed at `url`, if it names one."""
        try:
            async with self._session(allow_private).get(url) as answer:
                if not answer.ok:
                    raise failures.of_status(answer.status, url)
                text = decode(await _beginning(answer), http_charset=answer.charset).text
                return find_hub(answer.headers.getall("Link", []), text, str(answer.url))
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise failures.of_exception(error, url) from error

    async def ask(self, hub: str, form: Mapping[str, str], *, allow_private: bool) -> None:
        """A subscription request (WebSub §5.1). Redirects are not followed: the secret is in the form."""
        try:
            async with self._session(allow_private).post(hub, data=form, allow_redirects=False) as answer:
                if not 200 <= answer.status < 300:
                    raise HubRefused(url=hub, status=answer.status)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise failures.of_exception(error, hub) from error

    def _session(self, allow_private: bool) -> aiohttp.ClientSession:
        return self._extranet if allow_private else self._public


def _session(*, private: bool) -> aiohttp.ClientSession:
    policy = is_public_or_private if private else is_public
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(socket_factory=guarded(policy)),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=_TIMEOUT,
    )


async def _beginning(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in answer.content.iter_chunked(16 * 1024):
        body += chunk
        if len(body) >= _ENOUGH:
            answer.close()
            break
    return bytes(body)
