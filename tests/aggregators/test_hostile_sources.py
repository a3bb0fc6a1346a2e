"""A source that turns hostile or breaks is told so in words; what is stored stays, and its neighbours are polled as
ever. Each kind of bad list of the issue, through a whole poll."""

import gzip

import pytest
from aiohttp import web

from aggregators.fetch import Fetcher
from content_models.intake import repository as intake
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchOutcome, Source, SourceFamily
from tests.aggregators.site import Handler, Site
from tests.aggregators.test_aftermath import LIST, Column, a_list, put

ARTICLE = "/tz/202405/t20240506_1.html"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def bomb() -> Handler:
    packed = gzip.compress(bytes(64 * 1024 * 1024))

    async def explode(_: web.Request) -> web.StreamResponse:
        return web.Response(body=packed, headers={"Content-Encoding": "gzip"}, content_type="text/html")

    return explode


def redirect(to: str) -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": to})

    return handler


def frames() -> Handler:
    async def deeper(request: web.Request) -> web.StreamResponse:
        frame = f'<html><iframe src="?{request.query_string}1"></iframe></html>'
        return web.Response(text=frame, content_type="text/html")

    return deeper


BAD_LISTS: dict[str, tuple[Handler | bytes | str, str]] = {
    "gzip bomb": (bomb(), "SOURCE_TOO_LARGE"),
    "packed bomb": (gzip.compress(bytes(64 * 1024 * 1024)), "SOURCE_TOO_LARGE"),
    "a frame of another site": ('<iframe src="https://other.example/list.html"></iframe>', "COLUMN_IN_FRAME"),
    "frames without end": (frames(), "LIST_TOO_FAR_AWAY"),
    "entities": (f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><html><body>&l9;</body></html>', "EMPTY_LISTING"),
    "gone quietly": ("<html><head><title>404 Not Found</title></head></html>", "SOURCE_GONE_QUIETLY"),
    "led to the front page": (redirect("/"), "SOURCE_GONE_QUIETLY"),
    "led inside": (redirect("http://169.254.169.254/latest/meta-data/"), "SOURCE_ADDRESS_REFUSED"),
    "nothing": (b"", "EMPTY_LISTING"),
    "noise": (bytes(range(256)) * 1000, "EMPTY_LISTING"),
}


async def a_column(store: Store, site: Site, fetcher: Fetcher, path: str = LIST) -> Column:
    source = Source(
        name=path, organ_id="o", family=SourceFamily.trs_static, url=site.url(path), allow_private_network=True
    )
    await sources.add(source)
    return Column(store, site, fetcher, source)


@pytest.mark.parametrize("name", BAD_LISTS)
async def test_a_bad_list_is_named_at_its_source_and_costs_nobody_anything(
    name: str, store: Store, site: Site, fetcher: Fetcher
) -> None:
    site.pages |= {LIST: a_list(1), "/": "<html>首页</html>", "/zb/index.html": a_list(2)}
    put(site, 1)
    put(site, 2, path="/zb/202405/t20240506_{n}.html")
    column = await a_column(store, site, fetcher)
    neighbour = await a_column(store, site, fetcher, "/zb/index.html")
    await column.poll()
    before = (await column.item()).model_dump()
    body, code = BAD_LISTS[name]
    site.pages[LIST] = body
    record = await column.poll()
    assert record.outcome is FetchOutcome.failed
    error = (await column.source()).health.last_error
    assert error is not None
    assert (error.code, error.message.endswith("。")) == (code, True)
    assert (await column.item()).model_dump() == before
    assert (await neighbour.poll()).new == 1
    site.pages[LIST] = a_list(1)
    assert (await column.poll()).outcome is FetchOutcome.not_modified
    assert (await column.source()).health.consecutive_failures == 0


QUIET = {
    "words": "<html><head><title>示例市</title></head><body><p>您访问的页面不存在或已被删除</p></body></html>",
    "alert": "<script>alert('该信息不存在！');history.back();</script>",
    "front page": redirect("/"),
}


@pytest.mark.parametrize("name", QUIET)
async def test_an_article_that_goes_quietly_is_flagged_at_the_second_poll_and_comes_back(
    name: str, store: Store, site: Site, fetcher: Fetcher
) -> None:
    site.pages |= {LIST: a_list(1), "/": "<html><body>示例市人民政府</body></html>"}
    put(site, 1)
    column = await a_column(store, site, fetcher)
    await column.poll()
    page, site.pages[ARTICLE] = site.pages[ARTICLE], QUIET[name]
    first = await column.poll()
    assert (first.gone, first.item_errors, (await column.item()).gone_at_source) == (0, [], False)
    second = await column.poll()
    assert (second.gone, (await column.item()).gone_at_source) == (1, True)
    assert (await column.item()).latest_version_no == 1
    assert (await intake.latest_item(await column.item())).body_text
    site.pages[ARTICLE] = page
    for _ in range(12):  # like any old page it is asked for less and less
        await column.poll()
    assert not (await column.item()).gone_at_source


async def test_a_new_row_whose_page_is_gone_quietly_is_no_item(store: Store, site: Site, fetcher: Fetcher) -> None:
    site.pages |= {LIST: a_list(1, 2), ARTICLE: str(QUIET["words"])}
    put(site, 2)
    column = await a_column(store, site, fetcher)
    record = await column.poll()
    assert (record.new, [error.code for error in record.item_errors]) == (1, ["SOURCE_GONE_QUIETLY"])
