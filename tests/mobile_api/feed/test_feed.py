"""The feed as the app pages through it."""

import pytest

from content_models.official_text.doc_no import DocNo
from content_models.releases.documents import PolicyFacts, ReleaseKind
from content_models.topics import repository as topics
from tests.mobile_api.city import City
from tests.mobile_api.client import App


def ids(data: dict) -> list[str]:
    return [edge["node"]["id"] for edge in data["feed"]["edges"]]


async def test_card_says_what_a_resident_needs(city: City, app: App) -> None:
    await topics.seed()
    facts = PolicyFacts(doc_no=DocNo(code="示政发", year=2026, seq=7))
    policy = await city.policy("关于示例的通知", facts, topics=["water-power", "gone"], summary="示例概述")
    await city.interpretation(policy, "一图读懂示例通知")
    await city.project()
    await app.refresh()
    data = await app.run("Feed")
    reading, card = (edge["node"] for edge in data["feed"]["edges"])
    assert (card["__typename"], card["docNo"], card["kind"]) == ("Policy", "示政发〔2026〕7号", "POLICY")
    assert card["publishedAt"] == "2026-03-01T08:01:00+00:00"
    assert card["publisher"] == {"id": "water-company", "shortName": "示例市自来水公司"}
    assert card["topics"] == [{"id": "water-power", "name": "停水停电"}]
    assert [found["title"] for found in card["interpretations"]] == ["一图读懂示例通知"]
    assert reading["interprets"] == [{"id": policy, "title": "关于示例的通知", "docNo": "示政发〔2026〕7号"}]


async def test_pages_neither_repeat_nor_skip_while_items_arrive(city: City, app: App) -> None:
    before = [await city.release(f"第{n}条") for n in range(7)]
    await city.project()
    await app.refresh()
    shown, after, newer = [], None, []
    for number in range(3):
        page = await app.run("Feed", first=3, after=after)
        shown += ids(page)
        newer.append(page["feed"]["hasNewer"])
        after = page["feed"]["pageInfo"]["endCursor"]
        await city.release(f"翻页时到达 {number}")
        await city.project()
        await app.refresh()
    assert shown == before[::-1]
    assert newer == [False, True, True]
    assert not page["feed"]["pageInfo"]["hasNextPage"]
    beyond = await app.run("Feed", first=3, after=after)
    assert ids(beyond) == []
    assert beyond["feed"]["pageInfo"] == {"hasNextPage": False, "endCursor": after}


async def test_channels_narrow_the_feed(city: City, app: App) -> None:
    cut = await city.release("停水通知", ReleaseKind.service_alert, topics=["water-power"])
    policy = await city.policy("示例政策", region_code="320100")
    reading = await city.interpretation(policy, "示例解读", topics=["water-power"])
    await city.project()
    await app.refresh()

    async def chosen(*channels: dict[str, str]) -> list[str]:
        return ids(await app.run("Feed", channels=list(channels)))

    assert await chosen({"topic": "water-power"}) == [reading, cut]
    assert await chosen({"kind": "SERVICE_ALERT"}, {"release": policy}) == [reading, cut]
    assert await chosen({"region": "320100"}) == [policy]
    assert await chosen({"organ": "water-company"}) == await chosen() == [reading, policy, cut]
    assert await chosen({"topic": "unheard-of"}) == []


async def test_withdrawn_release_is_gone_before_the_timeline_has_heard(city: City, app: App) -> None:
    kept, taken = await city.release("留下"), await city.release("撤回")
    await city.project()
    await app.refresh()
    await city.withdraw(taken)
    assert ids(await app.run("Feed")) == [kept]
    await city.project()
    await app.refresh()
    assert ids(await app.run("Feed")) == [kept]


async def test_cards_of_every_kind_know_their_type(city: City, app: App) -> None:
    for kind in ReleaseKind:
        await city.release(f"示例 {kind}", kind)
    await city.project()
    await app.refresh()
    data = await app.run("Feed")
    assert [edge["node"]["__typename"] for edge in data["feed"]["edges"]] == [
        "Emergency",
        "Guide",
        "ServiceAlert",
        "News",
        "Notice",
        "Interpretation",
        "Policy",
    ]


@pytest.mark.parametrize("first", [0, -1, 101, 100000])
async def test_page_size_has_bounds(app: App, first: int) -> None:
    assert await app.refused("Feed", first=first) == "INVALID_INPUT"


async def test_too_many_channels(app: App) -> None:
    assert await app.refused("Feed", channels=[{"topic": str(n)} for n in range(101)]) == "INVALID_INPUT"


@pytest.mark.parametrize("channel", [{}, {"topic": "a", "organ": "b"}, {"kind": "RUMOUR"}])
async def test_channel_is_exactly_one_thing(app: App, channel: dict[str, str]) -> None:
    assert await app.refused("Feed", channels=[channel]) == "GRAPHQL_VARIABLES_INVALID"


async def test_cursor_must_be_ours_and_of_this_list(city: City, app: App) -> None:
    for title in ("甲条", "乙条"):
        await city.release(title)
    await city.project()
    await app.refresh()
    cursor = (await app.run("Feed", first=1))["feed"]["pageInfo"]["endCursor"]
    forged = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    for bad in (forged, cursor[:-4], "", "不是游标", "YXJyYXljb25uZWN0aW9uOjE="):
        assert await app.refused("Feed", after=bad) == "INVALID_CURSOR"
    app.token = "viewer:nobody"
    assert await app.refused("Inbox", after=cursor) == "INVALID_CURSOR"
