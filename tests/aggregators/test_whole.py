"""An article of several pages is read to its end and no further; what cannot be read is said."""

from datetime import timedelta

import pytest
from aiohttp import web

from aggregators import whole
from aggregators.errors import SourceFailed
from aggregators.families.contract import Row
from aggregators.fetch import Fetcher
from aggregators.pagination import next_page
from aggregators.poll import poll_source
from aggregators.trial import provisional_source, try_article, try_row
from content_models.intake import repository as intake
from content_models.intake.documents import NormalisedItem
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import SourceFamily
from tests.aggregators.site import Site
from tests.aggregators.test_poll import a_list, a_source, again

FIRST = "/tz/202405/t20240506_1.html"


def part(n: int, pager: str, files: str = "") -> str:
    return (
        f'<html><head><meta name="ArticleTitle" content="示例市便民服务事项的通知"></head><body><div id="zoom">'
        f"<p>第{n}部分：示例市便民服务事项的安排，共有若干条，请有关单位遵照执行。</p>{files}</div>{pager}</body></html>"
    )


def script(current: int, total: int = 3) -> str:
    return f'<script>createPageHTML({total}, {current}, "t20240506_1", "html");</script>'


def put_three(site: Site) -> None:
    site.pages[FIRST] = part(1, script(0), '<a href="./a.pdf">附件一</a>')
    site.pages["/tz/202405/t20240506_1_1.html"] = part(2, script(1), '<a href="./b.pdf">附件二</a>')
    site.pages["/tz/202405/t20240506_1_2.html"] = part(3, script(2), '<a href="./a.pdf">附件一</a>')


async def read(site: Site, fetcher: Fetcher, path: str = FIRST) -> NormalisedItem:
    source = provisional_source(site.url(path), SourceFamily.html_list, params={}, allow_private_network=True)
    return await try_article(fetcher, source)


def parts_of(item: NormalisedItem) -> list[str]:
    return [line[:3] for line in item.body_text.splitlines() if line.startswith("第")]


async def test_the_pages_of_a_trs_article_become_one_text_in_order(site: Site, fetcher: Fetcher) -> None:
    put_three(site)
    item = await read(site, fetcher)
    assert parts_of(item) == ["第1部", "第2部", "第3部"]
    assert [file.name for file in item.attachments] == ["附件一", "附件二"]
    assert not any("多页" in warning for warning in item.warnings)


@pytest.mark.parametrize("words", ["下一页", "下页 >", "[下一页]", "Next", "»", "2"])
async def test_a_link_to_the_next_page_is_followed(words: str, site: Site, fetcher: Fetcher) -> None:
    site.pages["/c/content_77.htm"] = part(1, f'<p><a href="content_77_2.htm">{words}</a></p>')
    site.pages["/c/content_77_2.htm"] = part(2, '<p><a href="content_77.htm">上一页</a></p>')
    assert parts_of(await read(site, fetcher, "/c/content_77.htm")) == ["第1部", "第2部"]


ARTICLE = "https://www.example.gov/xw/content_77.htm"


@pytest.mark.parametrize(
    ("link", "follows"),
    [
        ('<a href="content_77_2.htm">下一页</a>', True),
        ('<a href="/xw/content_77-1.htm">下一页</a>', True),
        ('<a href="?page=2">下一页</a>', True),
        ('<link rel="next" href="content_77_2.htm">', True),
        ('<a href="content_78.htm">下一页</a>', False),  # the next article
        ('<a href="content_77_2.htm">下一篇</a>', False),
        ('<a href="content_77_3.htm">下一页</a>', False),  # a page is left out
        ('<a href="index_2.htm">下一页</a>', False),  # the column's
        ('<a href="https://other.example/xw/content_77_2.htm">下一页</a>', False),
        ('<a href="javascript:next()">下一页</a>', False),
        ('<a href="content_77_2.htm">3</a>', False),
        ('<a href="?page=2&id=9">下一页</a>', False),
        ('<script>createPageHTML(9, 0, "index", "html");</script>', False),  # a column's list beside the article
        ('<script>createPageHTML(1, 0, "content_77", "htm");</script>', False),
        ('<a href="http://[">下一页</a>', False),
    ],
)
def test_only_the_articles_own_next_page_is_one(link: str, follows: bool) -> None:
    assert (next_page(link, ARTICLE, ARTICLE, 1) is not None) is follows


async def test_pages_in_a_circle_and_pages_that_come_again_end_it(site: Site, fetcher: Fetcher) -> None:
    always = '<a href="?page=2">下一页</a><a href="?page=3">下一页</a><a href="?page=4">下一页</a>'
    site.pages["/show"] = part(1, always)  # the parameter is ignored
    assert parts_of(await read(site, fetcher, "/show")) == ["第1部"]
    assert len(site.asked) == 2


async def test_an_article_without_end_is_cut_with_a_warning(site: Site, fetcher: Fetcher) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        n = int(request.query.get("page", "1"))
        return web.Response(text=part(n, f'<a href="?page={n + 1}">下一页</a>'), content_type="text/html")

    site.pages["/show"] = endless
    item = await read(site, fetcher, "/show")
    assert len(site.asked) == whole.MAX_PAGES
    assert any("超过上限" in warning and "打开原文" in warning for warning in item.warnings)


async def test_a_missing_page_cuts_the_article_and_does_not_make_it_gone(site: Site, fetcher: Fetcher) -> None:
    put_three(site)
    del site.pages["/tz/202405/t20240506_1_2.html"]
    item = await read(site, fetcher)
    assert parts_of(item) == ["第1部", "第2部"]
    assert any("只读到第 2 页" in warning for warning in item.warnings)


async def test_a_list_that_links_to_a_file_gives_an_item_with_that_file(site: Site, fetcher: Fetcher) -> None:
    site.pages["/tz/a.html"] = b"%PDF-1.4 \x00\xff\x9c"
    source = provisional_source(site.url("/tz/"), SourceFamily.html_list, params={}, allow_private_network=True)
    row = Row(key="a", url=site.url("/tz/a.html"), title="示例市年度预算表")
    tried = await try_row(fetcher, source, row)
    assert (tried.failure, tried.item.title, tried.item.body_text) == (None, "示例市年度预算表", "")
    assert [(file.name, file.url) for file in tried.item.attachments] == [("示例市年度预算表", row.url)]
    assert any("直接指向文件" in warning for warning in tried.item.warnings)


async def test_a_page_that_fails_for_now_is_waited_for(site: Site, fetcher: Fetcher) -> None:
    """Half an article that is whole an hour later would look corrected."""
    put_three(site)

    async def broken(_: web.Request) -> web.StreamResponse:
        return web.Response(status=502)

    site.pages["/tz/202405/t20240506_1_1.html"] = broken
    with pytest.raises(SourceFailed) as failed:
        await read(site, fetcher)
    assert failed.value.code == "SOURCE_SERVER_ERROR"


async def test_a_correction_on_a_later_page_is_noticed(store: Store, site: Site, fetcher: Fetcher) -> None:
    """Though the first page still answers 304 to whoever asks with its validators."""
    put_three(site)
    site.pages["/tz/index.html"] = a_list(1)
    source = await a_source(site)
    await poll_source(store, fetcher, source)
    changed = part(3, script(2)).replace("遵照执行", "认真落实")
    site.pages["/tz/202405/t20240506_1_2.html"] = changed
    await again(store, fetcher, await sources.load(source.id), timedelta(minutes=30))
    item = await intake.load(intake.item_id(source.id, site.url(FIRST)))
    assert item.latest_version_no == 2
    assert "认真落实" in (await intake.latest_item(item)).body_text
