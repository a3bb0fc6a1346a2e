"""search and suggest as the app sends them, on an index that follows the store."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from content_models.kit.store import Store
from content_models.official_text.doc_no import DocNo
from content_models.official_text.outline import outline
from content_models.releases.documents import PolicyFacts, ReleaseKind, Revision
from content_models.search import repository as changes
from content_models.search.follower import SearchFollower
from content_models.search.home import SearchHome
from mobile_api.context import Deps
from tests.mobile_api.city import City
from tests.mobile_api.client import App

CLAUSES = "第一条 为了保障供水，制定本办法。\n第二条 停水应当提前二十四小时通知用户。\n第三条 本办法自公布之日起施行。"


@pytest.fixture
async def follower(store: Store, deps: Deps, tmp_path: Path) -> AsyncIterator[SearchFollower]:
    follower = SearchFollower(store, SearchHome(tmp_path / "search"), deps.search)
    yield follower
    follower.close()


@pytest.fixture
async def water(city: City, follower: SearchFollower) -> list[str]:
    """Ids of a policy in force, one that has lapsed, and a notice."""
    number = DocNo(code="示政办发", year=2026, seq=12)
    lapsed = PolicyFacts.model_validate({"expiry_date": "2020-01-01"})
    ids = [
        await city.policy("示例市供水办法", PolicyFacts(doc_no=number), outline=outline(CLAUSES)),
        await city.policy("示例市供水办法（试行）", lapsed),
        await city.release("关于供水抢修的公告", topics=["water-power"]),
    ]
    await follower.step()
    await follower.renew_directory()
    return ids


async def found(app: App, query: str, **variables: Any) -> list[str]:
    page = (await app.run("Search", text=query, **variables))["search"]
    return [edge["node"]["release"]["id"] for edge in page["edges"]]


async def test_hit_shows_what_was_found_and_what_is_hidden(app: App, water: list[str]) -> None:
    page = (await app.run("Search", text="供水办法"))["search"]
    [edge] = page["edges"]
    assert edge["node"]["release"]["id"] == water[0]
    assert edge["node"]["release"]["docNo"] == "示政办发〔2026〕12号"
    assert [part["text"] for part in edge["node"]["title"] if part["isHit"]] == ["供水办法"]
    assert (page["totalCount"], page["hiddenNotInForce"], page["isRelaxed"], page["didYouMean"]) == (1, 1, False, None)
    facets = {facet["name"]: facet["values"] for facet in page["facets"]}
    assert facets["KIND"] == [{"value": "POLICY", "label": "政策文件", "count": 1}]
    assert facets["ORGAN"][0]["label"] == "示例市自来水公司"
    assert {one["value"]: one["label"] for one in facets["VALIDITY"]} == {"IN_FORCE": "有效", "ENDED": "已废止或失效"}


async def test_clause_has_an_address(app: App, city: City, follower: SearchFollower) -> None:
    release_id = await city.policy("示例市供水条例", outline=outline(CLAUSES))
    await rewrite(release_id, CLAUSES)
    await follower.step()
    [edge] = (await app.run("Search", text="提前二十四小时通知用户"))["search"]["edges"]
    clause = edge["node"]["clause"]
    assert (clause["nodeId"], clause["label"]) == ("art-2", "第二条")
    assert clause["webPath"] == f"{edge['node']['release']['webPath']}#art-2"


async def rewrite(release_id: str, body: str) -> None:
    """Other plain text than the city writes by itself."""
    revision = await Revision.find_one(Revision.release_id == release_id)
    assert revision is not None
    revision.content.body_text = body
    await revision.replace()


async def test_filters(app: App, water: list[str]) -> None:
    assert await found(app, "供水", filters={"kinds": ["NOTICE"]}) == [water[2]]
    assert await found(app, "供水", filters={"topics": ["water-power"]}) == [water[2]]
    assert set(await found(app, "供水", filters={"includeNotInForce": True})) == set(water)
    assert set(await found(app, "供水", filters={"regions": ["320000"], "years": [2026]})) == {water[0], water[2]}
    assert await found(app, "供水", filters={"validities": ["ENDED"]}) == [water[1]]
    assert set(await found(app, "供水", filters={"validities": ["IN_FORCE"]})) == {water[0], water[2]}
    assert await found(app, "供水", filters={"validities": ["PENDING"], "includeNotInForce": True}) == []
    assert set(await found(app, "供水", filters={"validities": ["ENDED", "IN_FORCE", "PENDING"]})) == set(water)
    assert await found(app, "供水", filters={"organs": ["nobody"], "years": [-1]}) == []


async def test_withdrawn_is_not_shown_even_before_the_index_knows(app: App, city: City, water: list[str]) -> None:
    await city.withdraw(water[2])
    assert water[2] not in await found(app, "供水")


async def test_withdrawn_leaves_the_index(
    app: App, city: City, store: Store, follower: SearchFollower, water: list[str]
) -> None:
    await city.withdraw(water[2])
    await changes.note(store, {water[2]: 2}, store.now())
    await follower.step()
    assert await found(app, "供水抢修") == [water[0]], "what is left comes close at best"


async def test_pages_belong_to_their_question(app: App, city: City, follower: SearchFollower) -> None:
    expected = {await city.release(f"关于停水的第{n}号通知") for n in range(7)}
    await follower.step()
    shown: list[str] = []
    after = None
    while True:
        page = (await app.run("Search", text="停水", first=3, after=after))["search"]
        shown += [edge["node"]["release"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert (set(shown), len(shown)) == (expected, 7)
    assert await app.refused("Search", text="停电", after=after) == "INVALID_CURSOR"
    assert await app.refused("Search", text="停水", after=after, filters={"years": [2026]}) == "INVALID_CURSOR"
    assert await app.refused("Search", text="停水", after="AAAA") == "INVALID_CURSOR"


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_page_size_has_limits(app: App, water: list[str], first: int) -> None:
    assert await app.refused("Search", text="供水", first=first) == "INVALID_INPUT"
    assert await app.refused("Suggest", prefix="供水", first=first) == "INVALID_INPUT"


async def test_floods_of_filters_are_refused(app: App, water: list[str]) -> None:
    assert await app.refused("Search", text="供水", filters={"organs": ["o"] * 51}) == "INVALID_INPUT"


async def test_kind_of_a_newer_app_is_refused_in_its_words(app: App, water: list[str]) -> None:
    answer = await app.ask('query { search(query: "供水", filters: {kinds: [HOLOGRAM]}) { totalCount } }')
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize("query", ["", "？！", "供" * 10_000, "\x00\x07", "🙂", "\\\"'(){}[]:^~*", "title:供水 OR 1=1"])
async def test_any_question_is_answered(app: App, water: list[str], query: str) -> None:
    page = (await app.run("Search", text=query))["search"]
    assert page["totalCount"] >= len(page["edges"])
    assert isinstance((await app.run("Suggest", prefix=query))["suggest"], list)


async def test_lone_surrogate_is_no_json(app: App, water: list[str]) -> None:
    body = b'{"query": "query { search(query: \\"\\ud800\\") { totalCount } }"}'
    answer = await app.http.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert answer.status_code < 500
    assert answer.json()["errors"][0]["extensions"]["code"]


async def test_suggestions(app: App, water: list[str]) -> None:
    offered = (await app.run("Suggest", prefix="供水"))["suggest"]
    assert {"kind": "RELEASE", "text": "示例市供水办法", "targetId": water[0]} in offered
    organs = (await app.run("Suggest", prefix="slszls"))["suggest"]
    assert {"kind": "ORGAN", "text": "示例市自来水公司", "targetId": "water-company"} in organs
    [number] = [one for one in (await app.run("Suggest", prefix="示政办发[2026"))["suggest"] if one["kind"] == "DOC_NO"]
    assert number["text"] == "示政办发〔2026〕12号"


async def test_slip_is_corrected(app: App, water: list[str]) -> None:
    page = (await app.run("Search", text="示例市供睡办法"))["search"]
    assert page["didYouMean"] == "示例市供水办法"
    assert page["edges"][0]["node"]["release"]["id"] == water[0]


async def test_without_an_index_it_says_when_to_come_again(app: App, city: City) -> None:
    assert await app.refused("Search", text="供水") == "SEARCH_NOT_READY"
    assert await app.refused("Suggest", prefix="供水") == "SEARCH_NOT_READY"


async def test_guides_and_policies_before_news_of_the_same_words(
    app: App, city: City, follower: SearchFollower
) -> None:
    news = await city.release("供水服务", ReleaseKind.news)
    guide = await city.release("供水服务", ReleaseKind.guide)
    await follower.step()
    assert await found(app, "供水服务") == [guide, news]
