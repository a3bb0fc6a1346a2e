"""Why do I see this: on every item in each way of reading the feed, and nobody's own once they refuse it."""

from typing import Any

import pytest

from content_models.kit.ids import new_id
from content_models.organs import repository as organs
from content_models.organs.documents import OrganLevel, Region
from content_models.releases.documents import ReleaseKind
from content_models.topics import repository as topics
from tests.mobile_api.city import City
from tests.mobile_api.client import App
from tests.mobile_api.feed.test_personal import edges, follow, ids, public

MUST_SEE = "{ mustSee(region: %s) { edges { node { id } because { kind targetId text } } } }"


@pytest.fixture
async def phone(app: App) -> App:
    given = {"token": "0a" * 32, "platform": "IOS", "idempotencyKey": new_id()}
    app.token = (await app.run("RegisterDevice", input=given))["addDevice"]["viewerToken"]
    return app


@pytest.fixture
async def everything(city: City, app: App) -> list[str]:
    """One of each kind and more, newest first."""
    await topics.seed()
    await organs.save_region(Region(id="320102", name="玄武区", level=OrganLevel.county, parent_code="320100"))
    policy = await city.policy("关于加装电梯的办法", topics=["housing"])
    made = [policy, await city.interpretation(policy, "加装电梯办法解读")]
    made += [await city.release(f"一则{kind.value}", kind, topics=["education"]) for kind in ReleaseKind]
    made.append(await city.release("本区停水", ReleaseKind.service_alert, region_code="320102"))
    await public(city, app)
    return made[::-1]


def require_reasons(found: list[dict[str, Any]]) -> None:
    assert found, "nothing to look at"
    for edge in found:
        assert edge["because"], edge
        for reason in edge["because"]:
            assert reason["text"], edge
            assert not (reason["targetId"] and reason["targetId"] in reason["text"]), "an id is no reason to a reader"


CHOSEN = [{"topic": "education"}, {"organ": "water-company"}, {"region": "320102"}, {"kind": "NEWS"}]


@pytest.mark.parametrize("channel", [*CHOSEN, {"release": "release-0001"}], ids=lambda channel: next(iter(channel)))
async def test_chosen_channels_say_which(app: App, everything: list[str], channel: dict[str, str]) -> None:
    found = edges(await app.run("Feed", channels=[channel]))
    require_reasons(found)
    kind = next(iter(channel)).upper()
    assert all(kind in [reason["kind"] for reason in edge["because"]] for edge in found)


FOLLOWED = [
    ("TOPIC", "education"),
    ("ORGAN", "water-company"),
    ("REGION", "320102"),
    ("RELEASE", "release-0001"),
]


@pytest.mark.parametrize(("target", "target_id"), FOLLOWED)
async def test_a_follow_is_a_reason(phone: App, everything: list[str], target: str, target_id: str) -> None:
    await follow(phone, target, target_id)
    data = await phone.run("Feed")
    assert data["feed"]["personal"]
    require_reasons(edges(data))
    kinds = [{reason["kind"] for reason in edge["because"]} for edge in edges(data)]
    assert any(target in some for some in kinds)
    assert all(some <= {target, "MUST_SEE"} for some in kinds)


async def test_whoever_reads_everything_is_told_so(app: App, everything: list[str]) -> None:
    for data in (await app.run("Feed"), await app.run("Feed", personal=False)):
        assert ids(data) == everything
        require_reasons(edges(data))
        assert {reason["kind"] for edge in edges(data) for reason in edge["because"]} == {"EVERYONE"}


@pytest.mark.parametrize("region", ["null", '"320102"'])
async def test_what_everybody_must_see_says_that(app: App, everything: list[str], region: str) -> None:
    found = (await app.ask(MUST_SEE % region))["data"]["mustSee"]["edges"]
    require_reasons(found)
    assert {reason["kind"] for edge in found for reason in edge["because"]} == {"MUST_SEE"}


async def decide(phone: App, *, granted: bool) -> None:
    version = (await phone.ask("{ viewer { version } }"))["data"]["viewer"]["version"]
    decision = {"purpose": "PERSONALISATION", "granted": granted, "textVersion": "2026-01", "expectedVersion": version}
    saved = await phone.run("SaveConsent", input=decision | {"idempotencyKey": new_id()})
    assert saved["saveConsent"]["consent"]["granted"] is granted


async def test_refusing_to_be_personalised_gives_what_everybody_reads(phone: App, everything: list[str]) -> None:
    """One switch: follows stay, and are a feed again when the resident agrees."""
    await follow(phone, "TOPIC", "housing")
    own = await phone.run("Feed")
    assert own["feed"]["personal"]
    await decide(phone, granted=False)
    data = await phone.run("Feed")
    assert (ids(data), data["feed"]["personal"]) == (everything, False)
    assert {reason["kind"] for edge in edges(data) for reason in edge["because"]} == {"EVERYONE"}
    assert [one["targetId"] for one in (await phone.run("Viewer"))["viewer"]["follows"]] == ["housing"]
    await decide(phone, granted=True)
    assert ids(await phone.run("Feed")) == ids(own)
