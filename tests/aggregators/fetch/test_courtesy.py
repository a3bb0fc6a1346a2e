"""What a site asks of us is done: Retry-After holds for its host, permanent moves are told from detours."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from aggregators import errors
from aggregators.fetch import Fetcher
from aggregators.fetch.retry_after import LONGEST, retry_after
from tests.aggregators.site import Site

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("0", timedelta(0)),
        ("120", timedelta(minutes=2)),
        (" 120 ", timedelta(minutes=2)),
        ("99999999999999999999", LONGEST),
        ("Mon, 23 Nov 2026 08:30:00 GMT", timedelta(minutes=30)),
        ("Monday, 23-Nov-26 08:30:00 GMT", timedelta(minutes=30)),
        ("Mon, 23 Nov 2026 07:00:00 GMT", timedelta(0)),
        ("Mon, 99 Nov 2026 07:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, wait: timedelta | None) -> None:
    assert retry_after(header, NOW) == wait


def answers(status: int, **headers: str) -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return handler


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_asks_for_patience_is_not_asked_again(site: Site, fetcher: Fetcher, status: int) -> None:
    site.pages |= {"/a": answers(status, Retry_After="600"), "/b": "另一栏目"}
    with pytest.raises(errors.SourceBusy) as busy:
        await fetcher.get(site.url("/a"), allow_private=True)
    assert busy.value.retry_after == timedelta(minutes=10)
    with pytest.raises(errors.SourceHeldBack) as held:
        await fetcher.get(site.url("/b"), allow_private=True)
    assert held.value.retry_after is not None
    assert timedelta(minutes=9) < held.value.retry_after <= timedelta(minutes=10)
    assert site.asked == ["/a"]


async def test_a_source_may_be_told_not_to_wait_that_long(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"/a": answers(503, Retry_After="86400"), "/b": "另一栏目"}
    with pytest.raises(errors.SourceBusy) as busy:
        await fetcher.get(site.url("/a"), allow_private=True, retry_after_cap=timedelta(minutes=1))
    assert busy.value.retry_after == timedelta(minutes=1)
    page = await fetcher.get(site.url("/b"), allow_private=True, retry_after_cap=timedelta(0))
    assert page.status == 200


async def test_busy_without_a_time_holds_nobody(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"/a": answers(503), "/b": "另一栏目"}
    with pytest.raises(errors.SourceBusy) as busy:
        await fetcher.get(site.url("/a"), allow_private=True)
    assert busy.value.retry_after is None
    assert (await fetcher.get(site.url("/b"), allow_private=True)).status == 200


async def test_a_firewall_behind_503_is_called_a_firewall(site: Site, fetcher: Fetcher) -> None:
    async def blocked(_: web.Request) -> web.StreamResponse:
        return web.Response(status=503, text="<html><body>您的请求已被网站防火墙拦截</body></html>")

    site.pages["/a"] = blocked
    with pytest.raises(errors.SourceBlocked):
        await fetcher.get(site.url("/a"), allow_private=True)


@pytest.mark.parametrize(
    ("chain", "moved"),
    [
        ([], False),
        ([301], True),
        ([308], True),
        ([301, 308, 301], True),
        ([302], False),
        ([301, 302], False),
        ([307, 301], False),
    ],
)
async def test_only_an_unbroken_permanent_chain_is_a_move(
    site: Site, fetcher: Fetcher, chain: list[int], moved: bool
) -> None:
    for hop, status in enumerate(chain):
        site.pages[f"/{hop}"] = answers(status, Location=f"/{hop + 1}")
    site.pages[f"/{len(chain)}"] = "新址"
    page = await fetcher.get(site.url("/0"), allow_private=True)
    assert page.moved_to == (site.url(f"/{len(chain)}") if moved else None)
