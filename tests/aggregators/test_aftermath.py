"""What follows from a poll: alarms that open and close by themselves, a move that is followed, patience that is kept,
and items that are gone at their source."""

from datetime import datetime, timedelta

import pytest
from aiohttp import web

from aggregators.fetch import Fetcher
from aggregators.poll import poll_source
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, TriageState
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import (
    AlarmKind,
    DueBecause,
    FetchOutcome,
    FetchRecord,
    Source,
    SourceFamily,
)
from tests.aggregators.site import Handler, Site

LIST = "/tz/index.html"
ARTICLE = """<html><head><meta name="ArticleTitle" content="示例市第{n}号便民服务事项的通知">
<meta name="PubDate" content="2024-05-06 09:00"></head><body><div id="zoom"><p>{text}</p></div></body></html>"""
LONG = "示例正文，说明办理条件、所需材料与办理时限。" * 20


def a_list(*numbers: int, path: str = "./202405/t20240506_{n}.html", day: str = "2024-05-06") -> str:
    rows = (
        f'<li><a href="{path.format(n=n)}">示例市第{n}号便民服务事项的通知</a><span>{day}</span></li>' for n in numbers
    )
    return f"<html><body><ul>{''.join(rows)}</ul></body></html>"


def put(site: Site, *numbers: int, text: str = LONG, path: str = "/tz/202405/t20240506_{n}.html") -> None:
    for n in numbers:
        site.pages[path.format(n=n)] = ARTICLE.format(n=n, text=text)


def answers(status: int, **headers: str) -> Handler:
    async def handler(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return handler


class Column:
    """A source on the loopback site, polled as time goes by."""

    def __init__(self, store: Store, site: Site, fetcher: Fetcher, source: Source) -> None:
        self._store, self._site, self._fetcher = store, site, fetcher
        self.id = source.id

    async def poll(self, later: timedelta = timedelta(minutes=30)) -> FetchRecord:
        moment = self._store.now() + later
        self._store.now = lambda: moment
        return await poll_source(self._store, self._fetcher, await self.source())

    async def source(self) -> Source:
        return await sources.load(self.id)

    async def alarms(self) -> dict[AlarmKind, bool]:
        """Kinds with whether they are open."""
        return {alarm.kind: alarm.closed_at is None for alarm in await sources.alarm_history(self.id)}

    async def item(self, n: int = 1) -> IntakeItem:
        url = self._site.url(f"/tz/202405/t20240506_{n}.html")
        return await intake.load(intake.item_id(self.id, url))


@pytest.fixture
async def column(store: Store, site: Site, fetcher: Fetcher) -> Column:
    site.pages[LIST] = a_list(1, 2, 3)
    put(site, 1, 2, 3)
    source = Source(
        name="示例局通知公告",
        organ_id="organ",
        family=SourceFamily.trs_static,
        url=site.url(LIST),
        allow_private_network=True,
    )
    await sources.add(source)
    return Column(store, site, fetcher, source)


def opened(kinds: dict[AlarmKind, bool]) -> set[AlarmKind]:
    """Without silence: the sample's dates are old."""
    return {kind for kind, is_open in kinds.items() if is_open} - {AlarmKind.silent}


async def test_a_redesigned_list_raises_alarms_that_close_when_it_is_back(site: Site, column: Column) -> None:
    await column.poll()
    assert opened(await column.alarms()) == set()
    site.pages[LIST] = "<html><body><p>全新改版，敬请期待。</p></body></html>"
    for _ in range(3):
        await column.poll()
    assert opened(await column.alarms()) == {AlarmKind.no_rows, AlarmKind.failing}
    assert set((await column.source()).alarms) >= {AlarmKind.no_rows, AlarmKind.failing}
    site.pages[LIST] = a_list(1, 2, 3)
    await column.poll()
    assert opened(await column.alarms()) == set()
    assert set(await column.alarms()) >= {AlarmKind.no_rows, AlarmKind.failing}, "history is kept"


async def test_a_column_that_changes_its_system_is_noticed(site: Site, column: Column) -> None:
    await column.poll()
    site.pages[LIST] = a_list(4, 5, path="./art/{n}/content_x.shtml", day="2024-05-01")
    put(site, 4, 5, path="/tz/art/{n}/content_x.shtml", text="")
    await column.poll()
    assert opened(await column.alarms()) == {AlarmKind.new_shape, AlarmKind.going_back}


async def test_a_silent_column_is_told_from_one_that_publishes(site: Site, column: Column) -> None:
    await column.poll()
    assert (await column.alarms())[AlarmKind.silent]
    assert (await column.poll()).outcome is FetchOutcome.not_modified
    assert (await column.alarms())[AlarmKind.silent], "an unchanged list does not end the silence"
    today = f"{datetime.now():%Y-%m-%d}"  # noqa: DTZ005 - the list shows the local day
    site.pages[LIST] = a_list(9, day=today) + a_list(1, 2, 3)
    put(site, 9)
    await column.poll()
    assert not (await column.alarms())[AlarmKind.silent]


async def test_one_alarm_of_a_kind_is_open_however_long_it_lasts(site: Site, column: Column) -> None:
    site.pages[LIST] = answers(500)
    for _ in range(5):
        await column.poll()
    alarms = [alarm for alarm in await sources.alarm_history(column.id) if alarm.kind is AlarmKind.failing]
    assert len(alarms) == 1
    assert "5 次" in alarms[0].evidence


async def test_retry_after_decides_when_the_next_poll_is_due(site: Site, column: Column) -> None:
    site.pages[LIST] = answers(429, Retry_After="7200")
    record = await column.poll()
    source = await column.source()
    assert record.error is not None
    assert (record.error.code, record.status) == ("SOURCE_BUSY", 429)
    assert source.next_due_at is not None
    assert source.next_due_at - record.at >= timedelta(hours=2)
    assert source.due_because is DueBecause.retry_after
    site.asked.clear()
    assert (await column.poll()).outcome is FetchOutcome.held_back
    after = await column.source()
    assert site.asked == [], "the host asked for quiet"
    assert after.health.consecutive_failures == 1, "what was not asked has not failed"


async def test_an_article_that_asks_for_patience_delays_the_next_poll(site: Site, column: Column) -> None:
    site.pages["/tz/202405/t20240506_2.html"] = answers(503, Retry_After="3600")
    record = await column.poll()
    source = await column.source()
    assert source.next_due_at is not None
    assert source.next_due_at - record.at >= timedelta(minutes=59)
    assert record.item_errors


async def test_a_column_that_moved_for_good_is_followed_after_three_sightings(site: Site, column: Column) -> None:
    await column.poll()
    old = site.url(LIST)
    site.pages["/xxgk/index.html"] = a_list(1, 2, 3, path="/tz/202405/t20240506_{n}.html")
    site.pages[LIST] = answers(301, Location="/xxgk/index.html")
    for sightings in (1, 2):
        await column.poll()
        source = await column.source()
        assert (source.url, source.move and source.move.sightings) == (old, sightings)
    version = source.version
    await column.poll()
    source = await column.source()
    assert (source.url, source.move) == (site.url("/xxgk/index.html"), None)
    assert [former.url for former in source.former_urls] == [old]
    assert source.version == version + 1, "an open form must not bring the old address back"
    site.asked.clear()
    await column.poll()
    assert LIST not in site.asked


async def test_a_column_on_another_host_keeps_its_items(store: Store, site: Site, column: Column) -> None:
    await column.poll()
    source = await column.source()
    source.private_hosts = ["127.0.0.1", "localhost"]
    await sources.save(source, expected_version=source.version)
    before = await column.item()
    there = site.url(LIST).replace("127.0.0.1", "localhost")
    page = site.pages[LIST]

    async def moved(request: web.Request) -> web.StreamResponse:
        assert isinstance(page, str)
        if request.host.startswith("127."):
            return web.Response(status=301, headers={"Location": there})
        return web.Response(text=page, content_type="text/html")

    site.pages[LIST] = moved
    for _ in range(4):
        await column.poll()
    assert (await column.source()).url == there
    queue = await intake.queue(intake.QueueFilter(states=list(TriageState)))
    assert len(queue) == 3, "the same three items under the new address"
    assert (await column.item()).latest_version_no == before.latest_version_no


@pytest.mark.parametrize("hop", [302, 307])
async def test_a_chain_with_a_temporary_hop_moves_nothing(site: Site, column: Column, hop: int) -> None:
    site.pages["/new/index.html"] = a_list(1, 2, 3, path="/tz/202405/t20240506_{n}.html")
    site.pages["/mid"] = answers(hop, Location="/new/index.html")
    site.pages[LIST] = answers(301, Location="/mid")
    for _ in range(4):
        await column.poll()
    source = await column.source()
    assert (source.url, source.move) == (site.url(LIST), None)


async def test_a_move_onto_another_source_is_shown_and_not_made(store: Store, site: Site, column: Column) -> None:
    other = Source(name="另一来源", organ_id="o", family=SourceFamily.feed, url=site.url("/xxgk/index.html"))
    await sources.add(other)
    site.pages["/xxgk/index.html"] = a_list(1, 2, 3, path="/tz/202405/t20240506_{n}.html")
    site.pages[LIST] = answers(301, Location="/xxgk/index.html")
    for _ in range(4):
        await column.poll()
    source = await column.source()
    assert source.url == site.url(LIST)
    assert source.move is not None
    assert source.move.sightings == 4


async def test_the_rhythm_of_the_column_decides_and_says_so(site: Site, column: Column) -> None:
    site.pages[LIST] = "".join(a_list(n, day=f"2024-05-{n:02}") for n in (1, 2, 3, 4, 5))
    put(site, 4, 5)
    record = await column.poll()
    source = await column.source()
    assert source.due_because is DueBecause.rhythm
    assert source.health.rhythm == timedelta(days=1)
    assert source.next_due_at is not None
    assert timedelta(minutes=50) < source.next_due_at - record.at < timedelta(minutes=70)


@pytest.mark.parametrize("status", [404, 410])
async def test_a_deleted_article_is_flagged_at_the_second_poll_and_never_removed(
    store: Store, site: Site, column: Column, status: int
) -> None:
    await column.poll()
    site.pages["/tz/202405/t20240506_1.html"] = answers(status)
    first = await column.poll()
    assert (first.gone, first.item_errors, (await column.item()).gone_at_source) == (0, [], False)
    second = await column.poll()
    assert (second.gone, (await column.item()).gone_at_source) == (1, True)
    assert (await column.poll()).gone == 0, "it is news once"
    assert (await column.item()).state is TriageState.pending
    assert (await intake.latest_item(await column.item())).body_text


async def test_one_bad_moment_of_a_server_deletes_nothing(site: Site, column: Column) -> None:
    await column.poll()
    page = site.pages.pop("/tz/202405/t20240506_1.html")
    await column.poll()
    site.pages["/tz/202405/t20240506_1.html"] = page
    await column.poll()
    site.pages.pop("/tz/202405/t20240506_1.html")
    await column.poll()
    assert not (await column.item()).gone_at_source


async def test_an_adopted_item_that_goes_enters_the_queue_and_leaves_it_when_it_is_back(
    store: Store, site: Site, column: Column
) -> None:
    await column.poll()
    item = await column.item()

    async def adopt(session: object) -> None:
        await intake.mark_adopted(item, "release", expected_version=item.version, now=store.now(), session=session)

    await store.transaction(adopt)
    page = site.pages.pop("/tz/202405/t20240506_1.html")
    await column.poll()
    await column.poll()
    gone = await column.item()
    assert (gone.state, gone.gone_at_source) == (TriageState.changed, True)
    site.pages["/tz/202405/t20240506_1.html"] = page
    await column.poll(timedelta(hours=6))
    back = await column.item()
    assert (back.state, back.gone_at_source) == (TriageState.adopted, False)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<html><body>您的请求已被网站防火墙拦截</body></html>", "SOURCE_BLOCKED"),
        ("<html><body>请登录<form><input type='password'></form></body></html>", "SOURCE_LOGIN_REQUIRED"),
        ("<script>document.cookie='a=1';location.reload()</script>", "SOURCE_SCRIPT_WALL"),
    ],
)
async def test_a_wall_instead_of_the_list_or_an_article_is_named_and_never_stored(
    site: Site, column: Column, body: str, code: str
) -> None:
    site.pages["/tz/202405/t20240506_2.html"] = body
    record = await column.poll()
    assert (record.new, [error.code for error in record.item_errors]) == (2, [code])
    site.pages[LIST] = body
    record = await column.poll()
    assert record.error is not None
    assert record.error.code == code
