"""The files of new items are fetched within limits; what fails costs nobody but itself, and nothing looks changed."""

import hashlib
from datetime import timedelta

import pytest
from aiohttp import web

from aggregators.attachments import fetching
from aggregators.attachments.media_type import DOCX
from aggregators.attachments.text import LOCKED, OLD_FORMAT
from aggregators.fetch import Fetcher
from aggregators.poll import poll_source
from content_models.intake import repository as intake
from content_models.intake.documents import Attachment
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import DueBecause, FetchRecord, Source, SourceFamily
from tests.aggregators.attachments.files import docx, pdf
from tests.aggregators.attachments.test_files import OLE
from tests.aggregators.site import Site
from tests.aggregators.test_aftermath import answers

ARTICLE = (
    '<html><head><meta name="ArticleTitle" content="示例通知第{n}号"></head>'
    '<body><div id="zoom"><p>示例正文</p>{files}</div></body></html>'
)


class Column:
    def __init__(self, store: Store, site: Site, fetcher: Fetcher) -> None:
        self._store, self._site, self._fetcher = store, site, fetcher

    async def start(self, articles: dict[int, list[str]]) -> None:
        rows = "".join(f'<li><a href="./{n}.html">示例通知第{n}号</a><span>2024-05-06</span></li>' for n in articles)
        self._site.pages["/tz/index.html"] = f"<ul>{rows}</ul>"
        for n, files in articles.items():
            links = "".join(f'<p><a href="{file}">附件：{file}</a></p>' for file in files)
            self._site.pages[f"/tz/{n}.html"] = ARTICLE.format(n=n, files=links)
        source = Source(
            name="示例局",
            organ_id="o",
            family=SourceFamily.trs_static,
            url=self._site.url("/tz/index.html"),
            allow_private_network=True,
        )
        await sources.add(source)
        self.id = source.id

    async def poll(self, later: timedelta = timedelta(minutes=30)) -> FetchRecord:
        moment = self._store.now() + later
        self._store.now = lambda: moment
        return await poll_source(self._store, self._fetcher, await sources.load(self.id))

    async def files(self, n: int = 1) -> list[Attachment]:
        item = await intake.load(intake.item_id(self.id, self._site.url(f"/tz/{n}.html")))
        assert item.latest_version_no == 1, "finding out more of a file is no change of its item"
        return (await intake.latest_item(item)).attachments


@pytest.fixture
def column(store: Store, site: Site, fetcher: Fetcher) -> Column:
    return Column(store, site, fetcher)


async def test_files_are_hashed_recognised_and_read(site: Site, column: Column) -> None:
    body = docx("示例附件的正文")
    site.pages["/tz/a.doc"] = body
    await column.start({1: ["a.doc"]})
    assert (await column.poll()).item_errors == []
    [file] = await column.files()
    assert (file.sha256, file.size) == (hashlib.sha256(body).hexdigest(), len(body))
    assert (file.found_type, file.text, file.problem) == (DOCX, "示例附件的正文", None)
    site.asked.clear()
    await column.poll()
    await column.poll(timedelta(days=1))
    assert "/tz/a.doc" not in site.asked, "a file is fetched once"
    [file] = await column.files()
    assert file.sha256, "reading the page again forgets nothing"


async def test_a_file_that_fails_is_named_and_given_up_after_three_polls(site: Site, column: Column) -> None:
    site.pages["/tz/b.pdf"] = b"%PDF-1.7"
    await column.start({1: ["gone.pdf", "b.pdf"]})
    record = await column.poll()
    assert (record.new, [error.code for error in record.item_errors]) == (1, ["SOURCE_GONE"])
    gone, there = await column.files()
    assert (gone.sha256, gone.attempts, bool(gone.problem)) == (None, 1, True)
    assert (there.found_type, there.text) == ("application/pdf", None)
    for _ in range(4):
        await column.poll()
    assert site.asked.count("/tz/gone.pdf") == fetching.ATTEMPTS
    assert site.asked.count("/tz/b.pdf") == 1


async def test_a_page_instead_of_a_file_is_said_to_be_one(site: Site, column: Column) -> None:
    site.pages["/tz/a.pdf"] = "<!DOCTYPE html><html><body>页面不存在</body></html>"
    await column.start({1: ["a.pdf"]})
    record = await column.poll()
    assert [error.code for error in record.item_errors] == ["ATTACHMENT_IS_PAGE"]


async def test_a_file_without_readable_text_is_kept_and_says_why(site: Site, column: Column) -> None:
    site.pages |= {"/tz/a.pdf": pdf("示例附件"), "/tz/b.pdf": pdf(locked=True), "/tz/c.doc": OLE}
    await column.start({1: ["a.pdf", "b.pdf", "c.doc"]})
    record = await column.poll()
    assert record.item_errors == []
    files = await column.files()
    assert [(file.text, file.problem) for file in files] == [("示例附件", None), (None, LOCKED), (None, OLD_FORMAT)]
    assert all(file.sha256 for file in files)
    await column.poll()
    assert [path for path in site.asked if path.endswith((".pdf", ".doc"))] == ["/tz/a.pdf", "/tz/b.pdf", "/tz/c.doc"]


async def test_a_poll_fetches_a_bounded_number_and_later_polls_the_rest(
    site: Site, column: Column, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "FILES_A_POLL", 2)
    for n in range(5):
        site.pages[f"/tz/{n}.txt"] = f"示例{n}"
    await column.start({1: ["0.txt", "1.txt", "2.txt"], 2: ["3.txt", "4.txt"]})
    await column.poll()
    assert sum(path.endswith(".txt") for path in site.asked) == 2
    assert (await sources.load(column.id)).due_because is DueBecause.backlog
    for _ in range(2):
        await column.poll()
    texts = [file.text for n in (1, 2) for file in await column.files(n)]
    assert texts == [f"示例{n}" for n in range(5)]
    await column.poll()
    assert (await sources.load(column.id)).due_because is not DueBecause.backlog


async def test_a_host_that_wants_quiet_is_left_alone_and_no_attempt_is_lost(site: Site, column: Column) -> None:
    site.pages |= {"/tz/a.txt": answers(429, Retry_After="600"), "/tz/b.txt": "示例"}
    await column.start({1: ["a.txt", "b.txt"]})
    await column.poll()
    assert "/tz/b.txt" not in site.asked
    assert [file.attempts for file in await column.files()] == [0, 0]


async def test_a_file_inside_the_house_is_not_fetched_for_a_public_source(
    store: Store, site: Site, fetcher: Fetcher
) -> None:
    asked: list[str] = []

    async def secret(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return web.Response(text="内部")

    site.pages["/secret.txt"] = secret
    source = Source(name="公网", organ_id="o", family=SourceFamily.feed, url="http://public.example/feed")
    file = Attachment(name="a", url=site.url("/secret.txt"))
    fetched = fetching.Fetched()
    found = await fetching._fetch(fetcher, source, file, fetched)
    assert (found.sha256, asked) == (None, [])
    assert [failure.code for failure in fetched.failures] == ["SOURCE_ADDRESS_REFUSED"]
