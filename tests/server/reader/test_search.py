"""The search page: a form, cards with marks and clauses, facets as links; complete without scripts."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake.documents import ItemKind
from content_models.search.follower import SearchFollower
from content_models.search.home import SearchHome
from server.reader.search_view import Choices
from tests.server.desk import Desk, shown_text
from tests.server.reader.test_reader import a_public_release, read

BODY = (
    "<p>一、申请条件</p><p>本市居民。</p><p>二、补贴标准</p><p>每户每月三百元租金补贴。</p><p>三、附则</p><p>略。</p>"
)


@pytest.fixture
async def follower(desk: Desk, tmp_path: Path) -> AsyncIterator[SearchFollower]:
    follower = SearchFollower(desk.store, SearchHome(tmp_path / "search"), desk.deps.search)
    yield follower
    follower.close()


@pytest.fixture
async def rent(desk: Desk, follower: SearchFollower) -> str:
    """The public address of a policy on rent subsidies; a notice of the same words is public too."""
    await a_public_release(desk, key="n", title="租房补贴示例公告", kind=ItemKind.notice, doc_no=None)
    _, address = await a_public_release(desk, key="p", title="示例市<租房>补贴办法", body_html=BODY)
    await follower.step()
    return address


async def test_form_and_popular_phrases_without_a_question(desk: Desk) -> None:
    page = await read(desk, "/search")
    tree = LexborHTMLParser(page.text)
    assert tree.css_first("form[role=search] input[name=q]") is not None
    assert len(tree.css(".popular a")) >= 8
    assert tree.css("article") == []


async def test_card_marks_what_was_found_and_leads_to_the_clause(desk: Desk, rent: str) -> None:
    page = await read(desk, "/search?q=租金补贴标准")
    tree = LexborHTMLParser(page.text)
    links = [str(link.attributes["href"]) for link in tree.css("article a")]
    assert rent in links
    assert f"{rent}#s2" in links
    assert {"租金", "补贴"} & {mark.text() for mark in tree.css("mark")}
    assert LexborHTMLParser((await read(desk, rent)).text).css_first("#s2") is not None


async def test_titles_are_text(desk: Desk, rent: str) -> None:
    page = await read(desk, "/search?q=租房补贴办法")
    assert "&lt;" in page.text
    assert "<租房>" in shown_text(page)
    assert re.findall(r"<script|<style|\sstyle=|\son\w+=", page.text) == []


async def test_facets_are_links_that_narrow_and_let_go(desk: Desk, rent: str) -> None:
    tree = LexborHTMLParser((await read(desk, "/search?q=租房补贴")).text)
    assert len(tree.css("article")) == 2
    kinds = {link.text().split()[0]: str(link.attributes["href"]) for link in tree.css(".facets a")}
    assert parse_qs(urlsplit(kinds["政策文件"]).query) == {"q": ["租房补贴"], "kind": ["policy"]}
    narrowed = LexborHTMLParser((await read(desk, kinds["政策文件"])).text)
    assert len(narrowed.css("article")) == 1
    chosen = narrowed.css_first(".chosen")
    assert chosen is not None
    assert chosen.attributes["href"] == Choices("租房补贴").href()


async def test_pages_follow_one_another(desk: Desk, rent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.reader.search.PAGE_SIZE", 1)
    first = LexborHTMLParser((await read(desk, "/search?q=租房补贴")).text)
    after = first.css_first('a[rel="next"]')
    assert after is not None
    second = LexborHTMLParser((await read(desk, str(after.attributes["href"]))).text)
    assert [len(page.css("article")) for page in (first, second)] == [1, 1]
    assert first.css_first("h2 a").text() != second.css_first("h2 a").text()
    assert second.css_first('a[rel="next"]') is None


async def test_a_slip_is_pointed_out(desk: Desk, rent: str) -> None:
    page = await read(desk, "/search?q=租防补贴办法")
    assert "您是不是要找" in shown_text(page)
    assert rent in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=%00%07",
        "/search?q=" + "%E6%B0%B4" * 3_000,
        "/search?q=%ED%A0%80",
        "/search?q=%F0%9F%98%80",
        "/search?q=%22%27%3C%3E%26title:*",
        "/search?q=水&kind=hologram&year=99999999999999999999&organ=%00&region=../..&topic=" + "x" * 5_000,
        "/search?q=水&year=²²²²",
        "/search?q=水&all=maybe",
        "/search?q=水&q=火",
    ],
)
async def test_any_address_is_answered(desk: Desk, rent: str, address: str) -> None:
    assert (await read(desk, address)).status_code == 200


@pytest.mark.parametrize("cursor", ["x", "AAAAAAAAAAAA", "%00"])
async def test_forged_page_position_is_refused_in_words(desk: Desk, rent: str, cursor: str) -> None:
    answer = await read(desk, f"/search?q=租房补贴&after={cursor}")
    assert answer.status_code == 422
    assert "翻页位置无效" in shown_text(answer)


async def test_without_an_index_it_says_what_to_do(desk: Desk) -> None:
    answer = await read(desk, "/search?q=停水")
    assert answer.status_code == 503
    assert "搜索正在准备中" in shown_text(answer)


async def test_elder_edition_is_kept(desk: Desk, rent: str) -> None:
    page = await read(desk, "/search?q=租房补贴", cookie="edition=elder")
    assert 'class="elder"' in page.text


async def test_every_page_leads_to_search(desk: Desk, rent: str) -> None:
    for address in ("/", rent, "/search"):
        assert 'href="/search"' in (await read(desk, address)).text
