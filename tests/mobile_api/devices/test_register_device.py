"""A device gets an identity, keeps it on retries, and is refused with a code when its token is none."""

import pytest

from tests.content_models.residents.test_device_tokens import subscription
from tests.mobile_api.client import App, earlier, operation

TOKEN = "ab" * 32


def registration(token: str = TOKEN, key: str = "register-1") -> dict[str, str]:
    return {"token": token, "platform": "IOS", "idempotencyKey": key}


async def test_registering_gives_an_identity(app: App) -> None:
    registered = (await app.run("RegisterDevice", input=registration()))["addDevice"]
    assert (await app.run("Viewer"))["viewer"] is None
    app.token = registered["viewerToken"]
    assert (await app.run("Viewer"))["viewer"] == {"id": registered["residentId"], "follows": []}


async def test_a_browser_registers_its_subscription(app: App) -> None:
    there = registration(subscription(), "register-web") | {"platform": "WEB"}
    assert (await app.run("RegisterDevice", input=there))["addDevice"]["deviceId"]
    inside = registration(subscription("https://redis.internal/x"), "register-in") | {"platform": "WEB"}
    assert await app.refused("RegisterDevice", input=inside) == "INVALID_DEVICE_TOKEN"
    (error,) = (await app.ask(earlier("RegisterDevice"), input=inside))["errors"]
    assert error["extensions"] == {
        "code": "INVALID_DEVICE_TOKEN",
        "details": {"platform": "web", "why": "endpoint"},
    }


async def test_a_retry_is_the_same_device_and_resident(app: App) -> None:
    first = await app.run("RegisterDevice", input=registration())
    assert await app.run("RegisterDevice", input=registration()) == first


async def test_a_second_device_joins_the_viewer(app: App) -> None:
    first = (await app.run("RegisterDevice", input=registration()))["addDevice"]
    app.token = first["viewerToken"]
    second = (await app.run("RegisterDevice", input=registration("cd" * 32, "register-2")))["addDevice"]
    assert second["residentId"] == first["residentId"]
    assert second["deviceId"] != first["deviceId"]


async def test_a_key_is_the_newcomers_own(app: App) -> None:
    first = (await app.run("RegisterDevice", input=registration()))["addDevice"]
    other = (await app.run("RegisterDevice", input=registration("cd" * 32)))["addDevice"]
    assert other["residentId"] != first["residentId"]


@pytest.mark.parametrize("token", ["", "not hex", "ab" * 31, "ab" * 32 + "c", "zz" * 32])
async def test_token_that_is_none(app: App, token: str) -> None:
    problem = (await app.run("RegisterDevice", input=registration(token)))["addDevice"]
    assert problem["code"] == "INVALID_DEVICE_TOKEN"
    assert not token or token not in str(problem)


@pytest.mark.parametrize("key", ["short", "有中文的幂等键", "with spaces inside", "x" * 129])
async def test_bad_idempotency_key_names_the_field(app: App, key: str) -> None:
    problem = (await app.run("RegisterDevice", input=registration(key=key)))["addDevice"]
    assert (problem["code"], problem["fields"]) == ("INVALID_INPUT", ["idempotency_key"])


@pytest.mark.parametrize("authorization", ["Bearer forged", "Bearer", "Basic dXNlcg==", ""])
async def test_a_bad_token_is_refused_and_not_taken_for_nobody(app: App, authorization: str) -> None:
    answer = (await app.post({"query": operation("Viewer")}, authorization=authorization)).json()
    assert answer["errors"][0]["extensions"]["code"] == "NOT_AUTHENTICATED"


async def test_an_expired_token_says_so_and_reading_goes_on(app: App) -> None:
    app.token = "expired:resident-1"
    for name in ("Viewer", "Inbox"):
        assert await app.refused(name) == "SESSION_EXPIRED"
    assert (await app.run("Feed"))["feed"]["edges"] == []
