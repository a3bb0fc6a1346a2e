"""feedparser's own 2,242 files through our way in: fetched over loopback with their headers, parsed, sanitised.

Expectations are compared with feedparser's own sanitiser and URI resolver on, as the suite wants them. Our adapter
switches both off, because nh3 and the page's URL do that work once for every family; what is left of the 745
sanitising files after that is looked at by an independent checker.
"""

import asyncio
import io
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from aggregators.decode import as_utf8_xml, decode
from aggregators.errors import SourceFailed
from aggregators.families import family_of
from aggregators.families.contract import ListPage, Row
from aggregators.families.feed import rows_of, tolerantly_parsed
from aggregators.families.feed_entries import plain_entries
from aggregators.fetch import Fetcher, Page
from aggregators.normalise import normalise
from content_models.official_text.html import sanitise
from content_models.sources.documents import SourceFamily
from tests.aggregators.families.pages import a_source
from tests.conformance.active_content import active_content
from tests.conformance.expectations import ReadAs, met, overruled
from tests.conformance.fetch import SUITE
from tests.conformance.suite import Case, cases

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.xdist_group("conformance"),
    pytest.mark.skipif(not SUITE.exists(), reason="uv run python -m tests.conformance.fetch brings the suite"),
]

FILES = 2242
SLOWEST = 10  # seconds for one file, on a busy machine; pytest's own time limit ends what hangs
SOURCE = a_source(SourceFamily.feed, charset=None, column_name=None)
EXCEPTIONS = Path(__file__).with_name("exceptions.yaml")


@dataclass(frozen=True)
class Outcome:
    """What came of one file. `plain` and `ours`: does feedparser alone, does our way in meet the expectation?"""

    case: Case
    rows: list[Row]
    plain: bool = False
    ours: bool = False
    failure: SourceFailed | None = None
    seconds: float = 0


@pytest.fixture(scope="module")
async def outcomes() -> AsyncIterator[list[Outcome]]:
    known = {case.name: case for case in cases(SUITE)}
    app = web.Application()

    async def serve(request: web.Request) -> web.Response:
        case = known[request.path.removeprefix("/tests/")]
        headers = case.headers.copy()
        status = int(headers.pop("Status", "200"))
        if "Location" in headers:
            headers["Location"] = "/tests/http/target.xml"
        return web.Response(body=case.body, status=status, headers=headers)

    app.router.add_get("/{path:.*}", serve)
    async with TestServer(app) as server, Fetcher(per_host=4) as fetcher:
        yield [await _outcome(fetcher, case, str(server.make_url(f"/tests/{case.name}"))) for case in known.values()]


async def _outcome(fetcher: Fetcher, case: Case, url: str) -> Outcome:
    plain = met(case.expectation, _parsed(case.body, {name.lower(): text for name, text in case.headers.items()}))
    start = time.monotonic()
    try:
        page = await fetcher.get(url, allow_private=True)
    except SourceFailed as failure:
        return Outcome(case, [], plain, failure=failure)
    decoded = decode(page.body, http_charset=page.charset)
    ours = _parsed(as_utf8_xml(decoded.text), _declared_as_utf8(case))
    ours["encoding"] = ReadAs(decoded.charset, page.body)
    ours["bozo"] = ours["bozo"] or overruled(page.body, page.charset, decoded.text)
    rows = await asyncio.to_thread(_rows, page, decoded.text)
    return Outcome(case, rows, plain, met(case.expectation, ours), seconds=time.monotonic() - start)


def _parsed(body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    return dict(feedparser.parse(io.BytesIO(body), response_headers=headers))


def _declared_as_utf8(case: Case) -> dict[str, str]:
    """The served headers, of which only the charset has become another."""
    headers = {name.lower(): text for name, text in case.headers.items()}
    return headers | {"content-type": f"{headers['content-type'].partition(';')[0]}; charset=utf-8"}


def _rows(page: Page, text: str) -> list[Row]:
    try:
        return family_of(SourceFamily.feed).list(SOURCE, ListPage(page.url, text)).rows
    except SourceFailed:
        return []


def test_no_file_crashes_or_hangs(outcomes: list[Outcome]) -> None:
    assert len(outcomes) == FILES
    assert [outcome.case.name for outcome in outcomes if outcome.seconds > SLOWEST] == []
    failures = {outcome.case.name: outcome.failure.code for outcome in outcomes if outcome.failure}
    assert failures == {"http/http_status_404.xml": "SOURCE_GONE"}


def test_as_many_expectations_are_met_as_by_feedparser_alone(outcomes: list[Outcome]) -> None:
    plain, ours = sum(outcome.plain for outcome in outcomes), sum(outcome.ours for outcome in outcomes)
    assert ours >= plain, f"{ours} against {plain}"


def test_what_only_feedparser_meets_is_listed_with_a_reason(outcomes: list[Outcome]) -> None:
    listed: dict[str, list[str]] = yaml.safe_load(EXCEPTIONS.read_text("utf-8"))
    excused = Counter(name for names in listed.values() for name in names)
    assert {outcome.case.name for outcome in outcomes if outcome.plain and not outcome.ours} == set(excused)
    assert all(times == 1 for times in excused.values())


def test_the_quick_reader_gives_what_feedparser_gives() -> None:
    read_quickly = 0
    for case in cases(SUITE):
        xml = as_utf8_xml(decode(case.body).text)
        if (entries := plain_entries(xml)) is not None:
            expected = tolerantly_parsed(xml).entries
            assert _readable(entries) == _readable(expected), case.name
            read_quickly += 1
    assert read_quickly > 500  # else it has become shy


def _readable(entries: Sequence[Any]) -> list[Row] | str:
    """Addresses that no URL library takes are an error either way."""
    try:
        return rows_of(entries, "https://www.example.gov/", ZoneInfo("Asia/Shanghai"))
    except ValueError as error:
        return str(error)


def _texts(outcome: Outcome) -> Iterator[str]:
    """Everything a reader could be shown of a file: its rows as stored, and any HTML the parser found, sanitised."""
    for row in outcome.rows:
        yield normalise(SOURCE, row, None).body_html
    unsafe = feedparser.parse(io.BytesIO(outcome.case.body), sanitize_html=False, resolve_relative_uris=False)
    for part in (unsafe.feed, *unsafe.entries):
        for content in (*part.get("content", []), *(part[key] for key in part if key.endswith("_detail"))):
            yield sanitise(content.get("value") or "", "https://www.example.gov/")


def test_no_active_content_is_left_of_the_sanitising_files(outcomes: list[Outcome]) -> None:
    hostile = [outcome for outcome in outcomes if outcome.case.group == "wellformed/sanitize"]
    assert len(hostile) == 745
    found = {outcome.case.name: [*map(active_content, _texts(outcome))] for outcome in hostile}
    assert {name: lines for name, lines in found.items() if any(lines)} == {}


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        '<a href="javascript:1">x</a>',
        '<a href=" java\tscript:1">x</a>',
        '<img src="data:image/svg+xml,x">',
        '<p onclick="x">y</p>',
        '<p style="x">y</p>',
        '<iframe src="/x"></iframe>',
        "<!-- x --> y",
    ],
)
def test_the_checker_sees_what_is_active(html: str) -> None:
    assert active_content(html)
