"""From what aiohttp raises and what a status means to our typed errors. The one table of causes."""

import asyncio
import socket
from collections.abc import Iterator

import aiohttp

from aggregators import errors
from content_models.kit.addresses import AddressRefused

_BY_STATUS: dict[int, type[errors.SourceFailed]] = {
    **dict.fromkeys((404, 410), errors.SourceGone),
    **dict.fromkeys((401, 407), errors.SourceLoginRequired),
    **dict.fromkeys((403, 412, 451, 521), errors.SourceBlocked),
    **dict.fromkeys((429, 503), errors.SourceBusy),
    504: errors.SourceTimeout,
}

_BY_EXCEPTION: tuple[tuple[type[BaseException], type[errors.SourceFailed]], ...] = (
    (AddressRefused, errors.SourceAddressRefused),
    (aiohttp.InvalidURL, errors.SourceUrlInvalid),
    (socket.gaierror, errors.SourceNameUnknown),
    (aiohttp.ClientConnectorDNSError, errors.SourceNameUnknown),
    (aiohttp.ClientSSLError, errors.SourceTlsFailed),
    (asyncio.TimeoutError, errors.SourceTimeout),
    (aiohttp.ClientConnectorError, errors.SourceUnreachable),
)


def of_status(status: int, url: str) -> errors.SourceFailed:
    server_side = errors.SourceServerError if status >= 500 else errors.SourceUnexpectedStatus
    return _BY_STATUS.get(status, server_side)(url=url, status=status)


def of_exception(error: BaseException, url: str) -> errors.SourceFailed:
    """By the first cause that we know; anything else aiohttp raises is a broken answer."""
    causes = list(_causes(error))
    for known, kind in _BY_EXCEPTION:
        if any(isinstance(cause, known) for cause in causes):
            return kind(url=url)
    return errors.SourceConnectionBroken(url=url)


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__
