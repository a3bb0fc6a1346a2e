"""The fetcher against a hostile site: every limit holds and every cause has its own error."""

import asyncio
import gzip
import socket
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable

import brotli
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from aggregators import errors
from aggregators.fetch import Fetcher
from aggregators.fetch.fetcher import MIB
from tests.aggregators.site import Site, answer
from tests.support import free_port

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def redirect_to(location: str) -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": location})

    return handler


def streams(chunk: bytes, times: int, pause: float = 0) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            for _ in range(times):
                await response.write(chunk)
                await asyncio.sleep(pause)
        except ConnectionError:
            pass  # the fetcher hung up, as it should
        return response

    return handler


async def test_a_page_comes_with_its_charset_and_validators(site: Site, fetcher: Fetcher) -> None:
    async def labelled(request: web.Request) -> web.StreamResponse:
        return answer(request, "示例".encode("gbk"), charset="gbk")

    site.pages["/a"] = labelled
    page = await fetcher.get(site.url("/a"), allow_private=True)
    assert (page.status, page.charset, page.body.decode("gbk")) == (200, "gbk", "示例")
    again = await fetcher.get(site.url("/a"), allow_private=True, validators=page.validators)
    assert again.not_modified


async def test_a_redirect_chain_is_followed_to_its_end(site: Site, fetcher: Fetcher) -> None:
    site.pages |= {"/1": redirect_to("/2"), "/2": redirect_to("3"), "/3": "到了"}
    page = await fetcher.get(site.url("/1"), allow_private=True)
    assert (page.url, page.body.decode()) == (site.url("/3"), "到了")


async def test_an_endless_redirect_ends(site: Site, fetcher: Fetcher) -> None:
    site.pages["/1"] = redirect_to("/1")
    with pytest.raises(errors.SourceTooManyRedirects):
        await fetcher.get(site.url("/1"), allow_private=True)
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/", "http://[::ffff:169.254.169.254]/", "http://0.0.0.0/"]
)
async def test_a_redirect_to_a_forbidden_address_is_refused(site: Site, fetcher: Fetcher, target: str) -> None:
    site.pages["/1"] = redirect_to(target)
    with pytest.raises(errors.SourceAddressRefused):
        await fetcher.get(site.url("/1"), allow_private=True)


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "http://["])
async def test_a_redirect_to_what_is_no_web_page_is_refused(site: Site, fetcher: Fetcher, target: str) -> None:
    site.pages["/1"] = redirect_to(target)
    with pytest.raises((errors.SourceUrlInvalid, errors.SourceConnectionBroken)):
        await fetcher.get(site.url("/1"), allow_private=True)


async def test_a_private_site_is_refused_unless_its_source_allows_it_even_on_a_warm_connection(
    site: Site, fetcher: Fetcher
) -> None:
    site.pages["/a"] = "内网"
    await fetcher.get(site.url("/a"), allow_private=True)
    for url in (site.url("/a"), site.url("/a").replace("127.0.0.1", "[::ffff:127.0.0.1]")):
        with pytest.raises(errors.SourceAddressRefused):
            await fetcher.get(url)
    assert site.asked == ["/a"]


async def test_a_redirect_to_another_host_does_not_carry_the_sources_own_headers(site: Site, fetcher: Fetcher) -> None:
    """They may hold the key of an interface."""
    keys: list[str | None] = []

    async def note(request: web.Request) -> web.StreamResponse:
        keys.append(request.headers.get("athenaAppKey"))
        return web.Response(text="ok")

    async with Site() as other:
        site.pages["/here"] = site.pages["/a"] = other.pages["/there"] = note
        site.pages["/1"], site.pages["/2"] = redirect_to("/here"), redirect_to(other.url("/there"))
        for path in ("/a", "/1", "/2"):
            await fetcher.get(site.url(path), allow_private=True, headers={"athenaAppKey": "k"})
    assert keys == ["k", "k", None]


class RebindingResolver(AbstractResolver):
    """A name that leads home, whatever it led to when someone checked it."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=0)
            for address, kind in (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6))
        ]

    async def close(self) -> None:
        pass


async def test_a_public_name_that_leads_to_loopback_is_refused(site: Site) -> None:
    port = site.url("/a").rpartition(":")[2].removesuffix("/a")
    async with Fetcher(spacing=0, resolver=RebindingResolver()) as fetcher:
        with pytest.raises(errors.SourceAddressRefused):
            await fetcher.get(f"http://department.example:{port}/a")
    assert site.asked == []


@pytest.mark.parametrize(
    "handler",
    [
        pytest.param(streams(b"x" * MIB, 50), id="50 MB"),
        pytest.param(streams(b"x" * MIB, 10_000), id="endless and fast"),
    ],
)
async def test_a_body_beyond_the_cap_is_not_read_on(site: Site, fetcher: Fetcher, handler: Handler) -> None:
    site.pages["/big"] = handler
    with pytest.raises(errors.SourceTooLarge) as refusal:
        await fetcher.get(site.url("/big"), allow_private=True)
    assert refusal.value.details["limit"] == 15 * MIB


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress], ids=["gzip", "deflate", "br"])
async def test_a_bomb_is_capped_after_decompression(
    site: Site, fetcher: Fetcher, pack: Callable[[bytes], bytes], request: pytest.FixtureRequest
) -> None:
    bomb = pack(b"\0" * 200 * MIB)
    encoding = request.node.callspec.id

    async def explode(asked: web.Request) -> web.StreamResponse:
        assert encoding in asked.headers["Accept-Encoding"]  # else it would only be noise to us
        return web.Response(body=bomb, headers={"Content-Encoding": encoding})

    site.pages["/bomb"] = explode
    with pytest.raises(errors.SourceTooLarge):
        await fetcher.get(site.url("/bomb"), allow_private=True)


@pytest.mark.parametrize(
    "handler",
    [pytest.param(streams(b"x", 10_000, 0.05), id="drips for ever"), pytest.param(streams(b"", 1, 60), id="silent")],
)
async def test_a_slow_site_costs_no_more_than_the_timeout(site: Site, handler: Handler) -> None:
    site.pages["/slow"] = handler
    started = time.monotonic()
    async with Fetcher(total_timeout=0.3, spacing=0) as fetcher:
        with pytest.raises(errors.SourceTimeout):
            await fetcher.get(site.url("/slow"), allow_private=True)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, errors.SourceLoginRequired),
        (403, errors.SourceBlocked),
        (404, errors.SourceGone),
        (410, errors.SourceGone),
        (412, errors.SourceBlocked),
        (418, errors.SourceUnexpectedStatus),
        (429, errors.SourceBusy),
        (500, errors.SourceServerError),
        (503, errors.SourceBusy),
        (521, errors.SourceBlocked),
    ],
)
async def test_each_status_has_its_cause(
    site: Site, fetcher: Fetcher, status: int, error: type[errors.SourceFailed]
) -> None:
    async def refuse(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status)

    site.pages["/a"] = refuse
    with pytest.raises(errors.SourceFailed) as refusal:
        await fetcher.get(site.url("/a"), allow_private=True)
    assert type(refusal.value) is error


@pytest.fixture
async def garbled() -> AsyncIterator[Callable[[bytes], Awaitable[str]]]:
    """A port that answers every connection with the given bytes and hangs up."""
    servers: list[asyncio.Server] = []

    async def serve(reply: bytes) -> str:
        async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(reply)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(speak, "127.0.0.1", 0)
        servers.append(server)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"

    yield serve
    for server in servers:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(b"SSH-2.0-OpenSSH\r\n\r\n", id="not HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", id="cut off"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\nnot gzip!", id="not gzip"),
        pytest.param(b"", id="nothing"),
    ],
)
async def test_a_broken_answer_is_called_broken(
    garbled: Callable[[bytes], Awaitable[str]], fetcher: Fetcher, reply: bytes
) -> None:
    with pytest.raises(errors.SourceConnectionBroken):
        await fetcher.get(await garbled(reply), allow_private=True)


async def test_a_closed_port_is_unreachable(fetcher: Fetcher) -> None:
    with pytest.raises(errors.SourceUnreachable):
        await fetcher.get(f"http://127.0.0.1:{free_port()}/", allow_private=True)


async def test_a_plain_port_fails_as_tls(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(errors.SourceTlsFailed):
        await fetcher.get(site.url("/").replace("http:", "https:"), allow_private=True)


class NobodyKnows(RebindingResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError("no such name")


async def test_a_name_that_nobody_knows_is_called_that() -> None:
    async with Fetcher(spacing=0, resolver=NobodyKnows()) as fetcher:
        with pytest.raises(errors.SourceNameUnknown):
            await fetcher.get("http://department.example/")


async def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    site.pages["/a"] = "页"
    started = time.monotonic()
    async with Fetcher(loopback_spacing=0.1) as fetcher:
        await asyncio.gather(*(fetcher.get(site.url("/a"), allow_private=True) for _ in range(4)))
    assert time.monotonic() - started >= 0.3


async def test_an_allowed_source_cannot_redirect_us_to_another_private_host(site: Site, fetcher: Fetcher) -> None:
    inside = site.url("/metrics").replace("127.0.0.1", "localhost")
    site.pages |= {"/metrics": "机密", "/away": redirect_to(inside)}
    with pytest.raises(errors.SourceAddressRefused):
        await fetcher.get(site.url("/away"), allow_private=True)
    page = await fetcher.get(site.url("/away"), allow_private=True, private_hosts=["localhost"])
    assert page.body.decode() == "机密"
