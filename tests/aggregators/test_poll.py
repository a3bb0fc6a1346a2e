"""A poll takes in what is new, notices what is corrected, survives what is broken, and leaves a record."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from aggregators.errors import FamilyNotPolled
from aggregators.fetch import Fetcher
from aggregators.poll import poll_source
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, TriageState
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchOutcome, Source, SourceAuthority, SourceFamily
from tests.aggregators.site import Site

ARTICLE = """<html><head><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-05-06 09:00">
<meta name="ContentSource" content="示例市卫生健康委员会"></head>
<body><div id="zoom"><p>{text}</p></div></body></html>"""


def a_list(*numbers: int) -> str:
    rows = (
        f'<li><a href="./202405/t20240506_{n}.html" title="示例市第{n}号便民服务事项的通知">示例市第{n}…</a>'
        "<span>2024-05-06</span></li>"
        for n in numbers
    )
    return f"<html><body><ul>{''.join(rows)}</ul></body></html>"


def put(site: Site, *numbers: int, text: str = "示例正文") -> None:
    for n in numbers:
        site.pages[f"/tz/202405/t20240506_{n}.html"] = ARTICLE.format(
            title=f"示例市第{n}号便民服务事项的通知", text=text
        )


async def a_source(site: Site, name: str = "health", **fields: object) -> Source:
    given = {
        "name": name,
        "organ_id": "organ",
        "family": SourceFamily.trs_static,
        "url": site.url("/tz/index.html"),
        "allow_private_network": True,
    }
    source = Source.model_validate(given | fields)
    await sources.add(source)
    return source


async def items() -> list[IntakeItem]:
    return await intake.queue(intake.QueueFilter(states=list(TriageState)), limit=500)


async def again(store: Store, fetcher: Fetcher, source: Source, later: timedelta = timedelta(0)) -> FetchOutcome:
    moment = store.now() + later
    store.now = lambda: moment
    return (await poll_source(store, fetcher, await sources.load(source.id))).outcome


async def test_a_first_poll_takes_in_the_articles_whole(store: Store, site: Site, fetcher: Fetcher) -> None:
    site.pages["/tz/index.html"] = a_list(1, 2)
    put(site, 1, 2)
    source = await a_source(site)
    record = await poll_source(store, fetcher, source)
    assert (record.outcome, record.rows, record.new, record.error) == (FetchOutcome.news, 2, 2, None)
    item = await intake.latest_item((await items())[0])
    assert item.title.endswith("号便民服务事项的通知")
    assert item.body_text == "示例正文"
    assert item.source_name == "示例市卫生健康委员会"
    assert item.published_at == datetime(2024, 5, 6, 1, 0, tzinfo=UTC)
    stored = await sources.load(source.id)
    assert stored.health.consecutive_failures == 0
    assert stored.next_due_at is not None
    assert stored.next_due_at > store.now()


async def test_an_unchanged_list_is_not_sent_again_and_nothing_is_stored_twice(
    store: Store, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/tz/index.html"] = a_list(1)
    put(site, 1)
    source = await a_source(site)
    await poll_source(store, fetcher, source)
    before = await items()
    assert await again(store, fetcher, source) is FetchOutcome.not_modified
    after = await items()
    assert [(item.id, item.version, item.latest_version_no) for item in after] == [
        (item.id, item.version, item.latest_version_no) for item in before
    ]


async def test_a_correction_is_noticed_though_the_list_stays_the_same(
    store: Store, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/tz/index.html"] = a_list(1)
    put(site, 1)
    source = await a_source(site)
    await poll_source(store, fetcher, source)
    put(site, 1, text="更正后的正文")
    assert await again(store, fetcher, source, timedelta(minutes=30)) is FetchOutcome.news
    [item] = await items()
    assert item.latest_version_no == 2
    assert (await intake.latest_item(item)).body_text == "更正后的正文"


async def test_old_articles_are_read_again_less_and_less(store: Store, site: Site, fetcher: Fetcher) -> None:
    site.pages["/tz/index.html"] = a_list(1)
    put(site, 1)
    source = await a_source(site)
    await poll_source(store, fetcher, source)
    await again(store, fetcher, source, timedelta(days=10))
    site.asked.clear()
    await again(store, fetcher, source, timedelta(hours=1))
    assert site.asked == ["/tz/index.html"]


async def test_one_broken_article_does_not_stop_the_others_and_is_tried_again(
    store: Store, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/tz/index.html"] = a_list(1, 2, 3)
    put(site, 1, 3)
    source = await a_source(site)
    record = await poll_source(store, fetcher, source)
    assert (record.new, [error.code for error in record.item_errors]) == (2, ["SOURCE_GONE"])
    assert record.item_errors[0].subject == site.url("/tz/202405/t20240506_2.html")
    put(site, 2)
    await again(store, fetcher, source)
    assert len(await items()) == 3


async def test_a_failed_list_loses_nothing_and_polling_goes_on_more_slowly(
    store: Store, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/tz/index.html"] = a_list(1)
    put(site, 1)
    source = await a_source(site)
    await poll_source(store, fetcher, source)
    site.pages["/tz/index.html"] = "<html><body>网站改版中</body></html>"
    record = await poll_source(store, fetcher, await sources.load(source.id))
    assert record.outcome is FetchOutcome.failed
    assert record.error is not None
    assert record.error.code == "EMPTY_LISTING"
    stored = await sources.load(source.id)
    assert stored.health.consecutive_failures == 1
    assert stored.health.last_error == record.error
    assert stored.next_due_at is not None
    assert stored.next_due_at - store.now() > source.schedule.interval
    assert len(await items()) == 1
    assert len(await sources.history(source.id)) == 2


async def test_reposts_of_two_departments_become_one_entry(store: Store, site: Site, fetcher: Fetcher) -> None:
    put(site, 1)
    site.pages["/tz/index.html"] = a_list(1)
    site.pages["/zb/list.html"] = a_list(1).replace("./202405", "/zb/202405")
    site.pages["/zb/202405/t20240506_1.html"] = site.pages["/tz/202405/t20240506_1.html"]
    repost = await a_source(site)
    original = await a_source(site, "office", url=site.url("/zb/list.html"), authority=SourceAuthority.issuing_body)
    await poll_source(store, fetcher, repost)
    await poll_source(store, fetcher, original)
    by_source = {item.source_id: item.state for item in await items()}
    assert by_source == {original.id: TriageState.pending, repost.id: TriageState.merged}


async def test_a_long_list_comes_in_over_several_polls(store: Store, site: Site, fetcher: Fetcher) -> None:
    site.pages["/tz/index.html"] = a_list(1, 2, 3)
    put(site, 1, 2, 3)
    source = await a_source(site)
    news = [(await poll_source(store, fetcher, await sources.load(source.id), max_articles=2)).new for _ in range(2)]
    assert news == [2, 1]


async def test_active_content_never_reaches_the_store(store: Store, site: Site, fetcher: Fetcher) -> None:
    hostile = (
        '<a href="javascript:alert(1)">看</a><script>alert(1)</script><img src="/a.png" onerror="alert(1)">'
        '<style>p{}</style><a href="./b.html">附文</a>'
    )
    site.pages["/tz/index.html"] = a_list(1)
    put(site, 1, text=hostile)
    await poll_source(store, fetcher, await a_source(site))
    html = (await intake.latest_item((await items())[0])).body_html
    for active in ("javascript:", "<script", "onerror", "<style"):
        assert active not in html
    assert site.url("/a.png") in html
    assert site.url("/tz/202405/b.html") in html


async def test_a_row_that_links_to_a_script_is_no_row(store: Store, site: Site, fetcher: Fetcher) -> None:
    bad = '<li><a href="javascript:openPage(7)">示例市另一份通知</a><span>2024-05-06</span></li></ul>'
    site.pages["/tz/index.html"] = a_list(1).replace("</ul>", bad)
    put(site, 1)
    record = await poll_source(store, fetcher, await a_source(site))
    assert (record.rows, record.new) == (1, 1)


async def test_a_page_that_no_rule_foresaw_stops_only_itself(store: Store, site: Site, fetcher: Fetcher) -> None:
    site.pages["/tz/index.html"] = a_list(1, 2)
    put(site, 1, 2)
    site.pages["/tz/202405/t20240506_2.html"] = '<div id="zoom"><a href="http://[">坏地址</a></div>' * 2
    record = await poll_source(store, fetcher, await a_source(site))
    assert record.new + len(record.item_errors) == 2
    assert record.new >= 1


async def test_a_push_in_source_is_not_polled(store: Store, site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FamilyNotPolled):
        await poll_source(store, fetcher, await a_source(site, family=SourceFamily.push_in))


async def test_a_fresh_page_is_read_again_however_many_old_ones_wait(
    store: Store, site: Site, fetcher: Fetcher
) -> None:
    old = range(10, 40)
    site.pages["/tz/index.html"] = a_list(*old)
    put(site, *old)
    source = await a_source(site)
    await poll_source(store, fetcher, source)
    site.pages["/tz/index.html"] = a_list(1, *old)
    put(site, 1)
    await again(store, fetcher, source, timedelta(days=300))
    put(site, 1, text="更正后的正文")
    assert await again(store, fetcher, source, timedelta(minutes=30)) is FetchOutcome.news


@pytest.mark.parametrize(
    ("status", "code"), [(404, "SOURCE_GONE"), (403, "SOURCE_BLOCKED"), (500, "SOURCE_SERVER_ERROR")]
)
async def test_what_the_site_refuses_is_shown_at_the_source(
    store: Store, site: Site, fetcher: Fetcher, status: int, code: str
) -> None:
    async def refuse(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status)

    site.pages["/tz/index.html"] = refuse
    source = await a_source(site)
    await poll_source(store, fetcher, source)
    error = (await sources.load(source.id)).health.last_error
    assert error is not None
    assert error.code == code


async def test_dead_pages_at_the_old_end_of_a_long_list_starve_nobody(
    store: Store, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/tz/index.html"] = a_list(5, 4, 3, 2, 1)
    put(site, 5, 4)  # 3, 2 and 1 are gone
    source = await a_source(site)
    for _ in range(3):
        await poll_source(store, fetcher, await sources.load(source.id), max_articles=2)
    assert {item.item_key.rpartition("_")[2] for item in await items()} == {"4.html", "5.html"}
