"""The demo city: real facts, marked bodies, and sites that behave like sites."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
import pytest
from lxml import etree

from server.demo.city.app import City
from server.demo.city.formats import epoint
from server.demo.city.library import directory, sites, texts
from server.demo.city.page import Page
from server.demo.city.pages import NOTHING, list_path, pages
from server.demo.city.records import Happened, Happening, Site, Validator, Wire
from tests.house.project import ROOT

BASE = "http://city.test"
SAMPLE = ROOT.parent / "shared/data/sample_policies.json"
MARK = "示例"


def happened_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(City(BASE, tmp_path).app())
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        yield client


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of real policies is not part of the project")
def test_titles_numbers_and_dates_of_policies_are_the_real_ones() -> None:
    real = {entry["id"]: entry for entry in json.loads(SAMPLE.read_text("utf-8"))}
    used = [text for text in texts().values() if text.id in real]
    assert len(used) > 20
    for text in used:
        facts = real[text.id]
        assert text.title == facts["title"]
        assert facts.get("title_origin") != "constructed"
        assert facts["certainty"] in {"high", "medium"}
        assert text.doc_no == facts.get("doc_no")
        assert str(text.signed or "") == (facts.get("signed_date") or "")
        assert str(text.effective or "") == (facts.get("effective_date") or "")
        if text.interprets:
            assert text.interprets in facts["interprets"]


def test_what_is_invented_says_so() -> None:
    invented = [text for text in texts().values() if not text.issuer and not text.interprets]
    assert len(invented) > 15
    assert [text.title for text in invented if MARK not in text.title] == []


@pytest.mark.parametrize("happened", [NOTHING, frozenset({Happening.correct})], ids=["before", "corrected"])
def test_every_article_is_marked_as_an_example(happened: Happened) -> None:
    charsets = {site.charset for site in sites()}
    titles = {text.title: text for text in texts().values()}
    articles = 0
    for path, page in pages(BASE, happened).items():
        assert isinstance(page, Page)
        shown = [page.body.decode(name, "ignore") for name in charsets]
        if any(f'name="ArticleTitle" content="{title}"' in body for title in titles for body in shown):
            articles += 1
            assert any("【示例】" in body for body in shown), path
    assert articles >= 60


def test_the_city_is_as_varied_as_a_real_one() -> None:
    assert len({site.organ for site in sites()}) >= 12
    assert {site.wire for site in sites()} == set(Wire)
    assert {site.charset for site in sites()} == {"utf-8", "gbk", "gb18030"}
    assert {site.organ for site in sites()} <= {organ.id for organ in directory().organs}


def test_a_notice_is_reposted_by_several_departments() -> None:
    posted = [posting.text for site in sites() for posting in site.postings]
    assert posted.count("P021") >= 3
    assert set(posted) == set(texts())


@pytest.mark.parametrize("site", sites(), ids=lambda site: site.id)
async def test_list_is_answered_and_not_sent_twice(city: httpx.AsyncClient, site: Site) -> None:
    path = list_path(site)
    first = await city.get(path)
    assert first.status_code == 200
    asked = {"If-None-Match": first.headers.get("etag"), "If-Modified-Since": first.headers.get("last-modified")}
    again = await city.get(path, headers={name: value for name, value in asked.items() if value})
    assert again.status_code == (304 if site.validators else 200)


async def test_article_addresses_in_the_lists_lead_to_articles(city: httpx.AsyncClient) -> None:
    paths = [path for path, page in pages(BASE, NOTHING).items() if "?" not in path and not page.seconds]
    answers = [(await city.get(path)).status_code for path in paths]
    assert set(answers) == {200}
    assert (await city.get("/nowhere/at/all.html")).status_code == 404


async def test_second_page_comes_from_the_data_proxy(city: httpx.AsyncClient) -> None:
    site = next(site for site in sites() if site.wire is Wire.jpage and len(site.postings) > site.per_page)
    answer = await city.get(
        "/module/web/jpage/dataproxy.jsp", params={"page": 2, "columnid": site.column_no, "webid": 1}
    )
    records = etree.fromstring(answer.content).findall(".//record")
    assert len(records) == len(site.postings) - site.per_page


async def test_rare_characters_survive_the_wire(city: httpx.AsyncClient) -> None:
    body = (await city.get("/water/feed.xml")).content
    assert "㐂福里" in body.decode("gb18030")
    assert "𬱖" in body.decode("gb18030")


async def test_one_feed_is_broken(city: httpx.AsyncClient) -> None:
    site = next(site for site in sites() if site.wire is Wire.broken)
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring((await city.get(list_path(site))).content)


async def test_correction_is_served_to_whoever_has_the_old_text(city: httpx.AsyncClient) -> None:
    before = await city.get("/health/feed.xml")
    await city.post("/_demo/correct")
    held = {"If-None-Match": before.headers["etag"], "If-Modified-Since": before.headers["last-modified"]}
    after = await city.get("/health/feed.xml", headers=held)
    assert after.status_code == 200
    assert "8:30至21:30" in after.text
    assert "8:30至21:30" not in before.text


async def test_correction_outlives_the_process(city: httpx.AsyncClient, tmp_path: Path) -> None:
    await city.post("/_demo/correct")
    transport = httpx.ASGITransport(City(BASE, tmp_path).app())
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as restarted:
        assert "8:30至21:30" in (await restarted.get("/health/feed.xml")).text


def test_dated_validators_move_with_the_correction() -> None:
    dated = [site for site in sites() if Validator.last_modified in site.validators]
    path = list_path(next(site for site in dated if site.id == "health"))
    before, after = (pages(BASE, happened)[path] for happened in (NOTHING, frozenset({Happening.correct})))
    assert isinstance(before, Page)
    assert isinstance(after, Page)
    assert before.headers["Last-Modified"] != after.headers["Last-Modified"]


async def test_answers_of_a_slow_site_take_their_time(city: httpx.AsyncClient) -> None:
    site = next(site for site in sites() if site.seconds)
    began = time.monotonic()
    assert (await city.get(list_path(site))).status_code == 200
    assert time.monotonic() - began >= site.seconds


async def test_moved_site_leads_to_its_new_address_for_good(city: httpx.AsyncClient) -> None:
    site = next(site for site in sites() if site.moves_from)
    assert (await city.get(str(site.moves_from))).status_code == 200
    await city.post("/_demo/move")
    led = await city.get(str(site.moves_from), follow_redirects=True)
    assert [hop.status_code for hop in led.history] == [301, 301]
    assert led.url.path == list_path(site)
    assert led.status_code == 200


async def test_redesign_leaves_the_articles_and_takes_the_rows(city: httpx.AsyncClient) -> None:
    site = next(site for site in sites() if site.redesigned)
    before = (await city.get(list_path(site))).text
    await city.post("/_demo/redesign")
    after = (await city.get(list_path(site), headers={"If-Modified-Since": "Mon, 23 Nov 2026 00:00:00 GMT"})).text
    title = texts()[site.postings[0].text].title
    assert title in before
    assert title in after
    assert "<a " in before
    assert "<a " not in after


async def test_nothing_else_can_happen_to_the_city(city: httpx.AsyncClient, tmp_path: Path) -> None:
    assert (await city.post("/_demo/burn")).status_code == 404
    assert (await city.get("/_demo/move")).status_code == 404
    assert happened_in(tmp_path) == []


async def test_gateway_refuses_whoever_is_not_the_page_itself(city: httpx.AsyncClient) -> None:
    page_of_unit = next(key for key in pages(BASE, NOTHING) if "pageNo=2" in key)
    path, _, query = page_of_unit.partition("?")
    page_id = dict(parse_qsl(query))["pageId"]
    asked = {"pageId": page_id, "paramJson": '{"pageNo": 2, "pageSize": "2"}'}
    assert (await city.get(path, params=asked)).status_code == 403
    from_page = {"Referer": f"{BASE}/", "X-Requested-With": "XMLHttpRequest"}
    second = await city.get(path, params=asked, headers=from_page)
    first = await city.get(path, params={"pageId": page_id, "pageNo": "2"}, headers=from_page)
    assert second.json()["data"]["html"] != first.json()["data"]["html"]  # a bare pageNo is always page 1


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_interface_survives_nonsense(city: httpx.AsyncClient, body: bytes) -> None:
    answer = await city.post(epoint.LIST, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 404
