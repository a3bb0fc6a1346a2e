"""Follow and unfollow what exists; one's own follows only."""

import pytest

from content_models.topics import repository as topics
from tests.mobile_api.city import City
from tests.mobile_api.client import App, earlier


@pytest.fixture
async def resident(app: App) -> App:
    registered = await app.run(
        "RegisterDevice", input={"token": "ab" * 32, "platform": "IOS", "idempotencyKey": "register-1"}
    )
    app.token = registered["addDevice"]["viewerToken"]
    return app


def wish(target: str, target_id: str, key: str = "") -> dict[str, str]:
    return {"target": target, "targetId": target_id, "idempotencyKey": key or f"follow-{target_id}"}


async def test_follow_and_unfollow(city: City, resident: App) -> None:
    await topics.seed()
    policy = await city.policy("示例政策")
    for target, target_id in (("TOPIC", "water-power"), ("ORGAN", "water-company"), ("RELEASE", policy)):
        assert (await resident.run("Follow", input=wish(target, target_id)))["addFollow"]["following"]
    follows = (await resident.run("Viewer"))["viewer"]["follows"]
    assert [follow["channel"] for follow in follows] == [
        "topic:water-power",
        "organ:water-company",
        f"release:{policy}",
    ]
    left = await resident.run("Unfollow", input=wish("TOPIC", "water-power", "unfollow-1"))
    assert left["removeFollow"] == {
        "target": "TOPIC",
        "targetId": "water-power",
        "channel": "topic:water-power",
        "following": False,
    }
    assert len((await resident.run("Viewer"))["viewer"]["follows"]) == 2


async def test_following_twice_counts_once(city: City, resident: App) -> None:
    for key in ("follow-key-1", "follow-key-1", "follow-key-2"):
        await resident.run("Follow", input=wish("ORGAN", "water-company", key))
    assert len((await resident.run("Viewer"))["viewer"]["follows"]) == 1


async def test_a_key_cannot_be_used_for_something_else(city: City, resident: App) -> None:
    await city.organ("metro", "示例市地铁公司")
    await resident.run("Follow", input=wish("ORGAN", "water-company", "the-same-key"))
    assert await resident.refused("Follow", input=wish("ORGAN", "metro", "the-same-key")) == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize("target", ["TOPIC", "ORGAN", "REGION", "RELEASE"])
async def test_unknown_target(resident: App, target: str) -> None:
    assert await resident.refused("Follow", input=wish(target, "no-such-thing")) == "UNKNOWN_FOLLOW_TARGET"


async def test_withdrawn_release_cannot_be_followed_but_can_be_left(city: City, resident: App) -> None:
    policy = await city.policy("示例政策")
    await resident.run("Follow", input=wish("RELEASE", policy))
    await city.withdraw(policy)
    assert await resident.refused("Follow", input=wish("RELEASE", policy, "once-more")) == "UNKNOWN_FOLLOW_TARGET"
    assert not (await resident.run("Unfollow", input=wish("RELEASE", policy, "leave-it")))["removeFollow"]["following"]


async def test_strangers_register_first(app: App) -> None:
    assert await app.refused("Follow", input=wish("TOPIC", "water-power")) == "NOT_AUTHENTICATED"


async def test_an_app_of_the_last_release_goes_on_following(city: City, app: App) -> None:
    given = {"token": "cd" * 32, "platform": "IOS", "idempotencyKey": "register-2"}
    registered = (await app.ask(earlier("RegisterDevice"), input=given))["data"]["registerDevice"]
    app.token = registered["viewerToken"]
    wanted = wish("ORGAN", "water-company")
    assert (await app.ask(earlier("Follow"), input=wanted))["data"]["follow"]["following"]
    assert await app.code(earlier("Follow"), input=wish("ORGAN", "nobody")) == "UNKNOWN_FOLLOW_TARGET"
    left = wish("ORGAN", "water-company", "leave-it")
    assert not (await app.ask(earlier("Unfollow"), input=left))["data"]["unfollow"]["following"]
    read = {"entryIds": ["unknown"], "idempotencyKey": "mark-read-1"}
    assert (await app.ask(earlier("MarkRead"), input=read))["data"]["markRead"]["marked"] == 0
