"""A resident's own feed: what they follow, what everybody must see, and why each entry is there."""

from typing import Any

import pytest

from content_models.keywords.actions.match import match_many
from content_models.kit.ids import new_id
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel, Region
from content_models.releases.documents import ReleaseKind
from content_models.residents import repository as residents
from content_models.topics import repository as topics
from tests.mobile_api.city import City
from tests.mobile_api.client import App


def edges(data: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data["feed"]["edges"]
    return found


def ids(data: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in edges(data)]


@pytest.fixture
async def phone(app: App) -> App:
    given = {"token": "0a" * 32, "platform": "IOS", "idempotencyKey": new_id()}
    registered = (await app.run("RegisterDevice", input=given))["addDevice"]
    app.token = registered["viewerToken"]
    return app


async def follow(app: App, target: str, target_id: str) -> None:
    await app.run("Follow", input={"target": target, "targetId": target_id, "idempotencyKey": new_id()})


async def public(city: City, app: App) -> None:
    await match_many(city.store, city.pending)
    await city.project()
    await app.refresh()


async def test_following_nothing_shows_everything(city: City, phone: App) -> None:
    one = await city.release("第一条")
    await public(city, phone)
    data = await phone.run("Feed")
    assert ids(data) == [one]
    assert not data["feed"]["personal"]
    assert [reason["kind"] for reason in edges(data)[0]["because"]] == ["EVERYONE"]


async def test_follows_and_must_see_make_the_feed_and_say_why(city: City, phone: App) -> None:
    await topics.seed()
    await organs.save_region(Region(id="320102", name="玄武区", level=OrganLevel.county, parent_code="320100"))
    await follow(phone, "TOPIC", "education")
    await follow(phone, "REGION", "320102")
    await follow(phone, "KEYWORD", "加装电梯")
    school = await city.release("学校招生", topics=["education", "health"])
    lift = await city.release("关于加装电梯的公告")
    other = await city.release("与我无关", topics=["health"])
    storm = await city.release("暴雨红色预警", ReleaseKind.emergency)
    here = await city.release("本区停水", ReleaseKind.service_alert, region_code="320102")
    citywide = await city.release("全市停气", ReleaseKind.service_alert, region_code="320100")
    elsewhere = await city.release("外区停水", ReleaseKind.service_alert, region_code="320104")
    await public(city, phone)
    data = await phone.run("Feed")
    assert ids(data) == [citywide, here, storm, lift, school]
    assert data["feed"]["personal"]
    because = {edge["node"]["id"]: [reason["text"] for reason in edge["because"]] for edge in edges(data)}
    assert because == {
        school: ["您关注了主题「教育」"],
        lift: ["提到了您关注的「加装电梯」"],
        storm: ["应急或本地必看信息"],
        here: ["应急或本地必看信息", "您关注了「玄武区」"],
        citywide: ["应急或本地必看信息"],
    }
    everything = await phone.run("Feed", personal=False)
    assert set(ids(everything)) == {school, lift, other, storm, here, citywide, elsewhere}
    assert not everything["feed"]["personal"]
    chosen = await phone.run("Feed", channels=[{"topic": "health"}])
    assert ids(chosen) == [other, school]
    assert edges(chosen)[0]["because"] == [{"kind": "TOPIC", "targetId": "health", "text": "您选择了主题「医疗健康」"}]


async def test_following_a_class_brings_its_subclasses_and_an_organ_those_it_came_from(city: City, phone: App) -> None:
    await topics.seed()
    child = next(one for one in await topics.every_topic() if one.parent_id and one.name == "政务公开")
    old = Organ(
        id="old-bureau",
        full_name="示例市质量技术监督局",
        short_name="质监局",
        level=OrganLevel.municipal,
        region_code="320100",
        successor_id="water-company",
    )
    await organs.save_organ(old)
    await follow(phone, "TOPIC", str(child.parent_id))
    await follow(phone, "ORGAN", "water-company")
    below = await city.release("公开指南", topics=[child.id], publisher="elsewhere")
    before = await city.release("当年的通知", publisher="old-bureau")
    await city.release("别家的", publisher="elsewhere")
    await public(city, phone)
    assert ids(await phone.run("Feed")) == [before, below]


async def test_must_see_by_district(city: City, app: App) -> None:
    storm = await city.release("暴雨预警", ReleaseKind.emergency)
    here = await city.release("本区停水", ReleaseKind.service_alert, region_code="320102", alert={"places": ["新街口"]})
    await city.release("外区停水", ReleaseKind.service_alert, region_code="320104")
    await public(city, app)

    async def must_see(**variables: Any) -> list[dict[str, Any]]:
        return [edge["node"] for edge in (await app.run("MustSee", **variables))["mustSee"]["edges"]]

    assert [node["id"] for node in await must_see()] == [storm]
    found = await must_see(region="320102")
    assert [node["id"] for node in found] == [here, storm]
    assert (found[0]["places"], found[0]["isOver"]) == (["新街口"], False)


async def test_headlines_put_what_matters_first(city: City, app: App) -> None:
    news = await city.release("动态", ReleaseKind.news)
    policy = await city.policy("政策")
    storm = await city.release("预警", ReleaseKind.emergency)
    reading = await city.interpretation(policy, "解读")
    latest = await city.release("又一条动态", ReleaseKind.news)
    await public(city, app)
    shown = [node["id"] for node in (await app.run("Headlines"))["headlines"]]
    assert shown == [storm, policy, reading, latest, news]
    assert len((await app.run("Headlines", first=2))["headlines"]) == 2


async def test_a_forged_token_is_refused_not_taken_for_nobody(app: App) -> None:
    app.token = "forged"
    assert await app.refused("Feed") == "NOT_AUTHENTICATED"
    assert ids(await app.run("Feed", personal=False)) == []
    app.token = "expired:somebody"
    assert not (await app.run("Feed"))["feed"]["personal"]


async def test_an_empty_word_cannot_be_followed(phone: App) -> None:
    given = {"target": "KEYWORD", "targetId": "水", "idempotencyKey": new_id()}
    assert await phone.refused("Follow", input=given) == "INVALID_KEYWORD"


async def prefer(phone: App, **preferences: Any) -> None:
    resident_id = (await phone.run("Viewer"))["viewer"]["id"]
    resident = await residents.load(resident_id)
    resident.preferences = resident.preferences.model_copy(update=preferences)
    await resident.replace()


async def test_preferences_say_where_one_lives_and_whether_the_feed_is_ones_own(city: City, phone: App) -> None:
    await topics.seed()
    await follow(phone, "TOPIC", "education")
    school = await city.release("学校招生", topics=["education"])
    here = await city.release("本区停水", ReleaseKind.service_alert, region_code="320102")
    other = await city.release("与我无关")
    await public(city, phone)
    assert ids(await phone.run("Feed")) == [school]
    await prefer(phone, district_id="320102")
    assert ids(await phone.run("Feed")) == [here, school]
    assert [edge["node"]["id"] for edge in (await phone.run("MustSee"))["mustSee"]["edges"]] == [here]
    await prefer(phone, personal_feed=False)
    data = await phone.run("Feed")
    assert (ids(data), data["feed"]["personal"]) == ([other, here, school], False)
