"""The search for the policy that an interpretation reads: any of them is found, however many are newer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.official_text.doc_no import DocNo
from content_models.search.follower import SearchFollower
from content_models.search.home import SearchHome
from server.console import release_search
from tests.server.desk import GOVERNMENT, HEALTH, Desk, a_policy, adopt_first
from tests.server.reader.test_reader import a_public_release

OLDEST = "示例市租房补贴办法"


@pytest.fixture(autouse=True)
def only_the_newest_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many newer ones as there would be in years."""
    monkeypatch.setattr(release_search, "LOOKED_AT", 1)
    monkeypatch.setattr(release_search, "NEWEST_WITHOUT_INDEX", 1)


@pytest.fixture
async def follower(desk: Desk, tmp_path: Path) -> AsyncIterator[SearchFollower]:
    follower = SearchFollower(desk.store, SearchHome(tmp_path / "search"), desk.deps.search)
    yield follower
    follower.close()


@pytest.fixture
async def many(desk: Desk, follower: SearchFollower) -> None:
    for number, title in enumerate((OLDEST, "示例市供暖补贴办法", "示例市入学办法"), 1):
        doc_no = DocNo(code="示政发", year=2026, seq=number)
        await a_public_release(desk, key=f"p{number}", title=title, doc_no=doc_no)
    await follower.step()


async def found(desk: Desk, words: str, username: str = "wang") -> list[str]:
    async with desk.logged_in(username) as client:
        page = await client.get("/console/releases/policies", params={"policy_words": words})
    assert page.status_code == 200
    tree = LexborHTMLParser(page.text)
    return [label.text(deep=False).strip() for label in tree.css("label")]


@pytest.mark.parametrize("words", ["租房补贴", "租房", "《示例市租房补贴办法》", "示政发〔2026〕1号"])
async def test_the_oldest_is_found_by_words_of_its_title_or_its_number(desk: Desk, many: None, words: str) -> None:
    assert (await found(desk, words))[:1] == [OLDEST]


async def test_titles_with_the_words_stand_before_texts_with_them(desk: Desk, many: None) -> None:
    assert set(await found(desk, "补贴办法")) <= {OLDEST, "示例市供暖补贴办法"}
    assert await found(desk, "没有这样的词") == []


async def test_a_number_and_a_whole_name_are_found_while_the_index_is_being_built(desk: Desk) -> None:
    for key, title, number in (("a", OLDEST, 1), ("b", "示例市供暖补贴办法", 2)):
        await a_public_release(desk, key=key, title=title, doc_no=DocNo(code="示政发", year=2026, seq=number))
    assert desk.deps.search.index is None
    assert await found(desk, "示政发〔2026〕1号") == [OLDEST]
    assert await found(desk, "《示例市租房补贴办法》") == [OLDEST]


async def test_what_is_being_written_is_found_by_those_who_may_link_to_it(desk: Desk, many: None) -> None:
    [older] = await desk.arrive(GOVERNMENT, a_policy("d1", "示例市正在起草的养老办法", doc_no=None))
    [newer] = await desk.arrive(GOVERNMENT, a_policy("d2", "示例市正在起草的防汛办法", doc_no=None))
    async with desk.logged_in("wang") as wang:
        for item in (older, newer):
            await adopt_first(wang, item)
    assert await found(desk, "养老") == ["示例市正在起草的养老办法"]
    assert await found(desk, "养老", "chen") == [], f"{HEALTH.full_name} learns nothing of others' drafts"


async def listed(desk: Desk, words: str, username: str = "wang", **more: str) -> list[str]:
    async with desk.logged_in(username) as client:
        page = await client.get("/console/releases", params={"q": words} | more)
    assert page.status_code == 200
    return [title.text() for title in LexborHTMLParser(page.text).css(".release-title")]


async def test_the_list_of_releases_finds_any_of_them_in_any_state(desk: Desk, many: None) -> None:
    [item] = await desk.arrive(GOVERNMENT, a_policy("d1", "示例市正在起草的租房办法", doc_no=None))
    async with desk.logged_in("wang") as wang:
        await adopt_first(wang, item)
    assert (await listed(desk, "租房"))[:2] == ["示例市正在起草的租房办法", OLDEST]
    assert await listed(desk, "租房", state="draft") == ["示例市正在起草的租房办法"]
    assert await listed(desk, "示政发〔2026〕1号") == [OLDEST]
    assert await listed(desk, "没有这样的词") == []


async def test_the_list_finds_nothing_of_another_organ_for_whoever_is_bound_to_one(desk: Desk, many: None) -> None:
    assert await listed(desk, "租房", "chen") == []
