"""One release: the bundle both ways, and what an address says after a withdrawal."""

from content_models.releases.documents import Release, ReleaseKind, ReleaseState
from tests.mobile_api.city import START, City
from tests.mobile_api.client import App


async def test_policy_leads_to_its_interpretations_and_back(city: City, app: App) -> None:
    policy = await city.policy("示例办法")
    first = await city.interpretation(policy, "文字解读")
    second = await city.interpretation(policy, "一图读懂")
    found = (await app.run("PolicyWithInterpretations", slug="slug0001"))["releaseBySlug"]
    assert [reading["id"] for reading in found["interpretations"]] == [first, second]
    assert {owner["id"] for reading in found["interpretations"] for owner in reading["interprets"]} == {policy}
    back = (await app.run("Release", id=second))["release"]
    assert (back["form"], back["interprets"][0]["title"]) == ("图解", "示例办法")


async def test_withdrawn_interpretation_leaves_the_bundle(city: City, app: App) -> None:
    policy = await city.policy("示例办法")
    reading = await city.interpretation(policy, "文字解读")
    await city.withdraw(reading)
    assert (await app.run("PolicyWithInterpretations", slug="slug0001"))["releaseBySlug"]["interpretations"] == []


async def test_withdrawn_release_says_why_and_keeps_its_text_to_itself(city: City, app: App) -> None:
    policy = await city.policy("示例办法")
    await city.withdraw(policy, "附件有误")
    found = (await app.run("Release", id=policy))["release"]
    assert found == {
        "__typename": "Withdrawn",
        "id": policy,
        "reason": "附件有误",
        "withdrawnAt": "2026-03-01T08:00:00+00:00",
    }
    assert (await app.run("PolicyWithInterpretations", slug="slug0001"))["releaseBySlug"]["reason"] == "附件有误"


async def test_drafts_look_like_nothing(app: App) -> None:
    await Release(
        id="draft",
        kind=ReleaseKind.policy,
        state=ReleaseState.in_review,
        slug="drafted",
        publisher_id="water-company",
        current_revision_id="v1",
        created_at=START,
        updated_at=START,
    ).insert()
    for release_id in ("draft", "unknown", ""):
        assert (await app.run("Release", id=release_id)) == {"release": None}
    for slug in ("drafted", "unknown"):
        assert (await app.run("PolicyWithInterpretations", slug=slug)) == {"releaseBySlug": None}
