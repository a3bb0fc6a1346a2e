"""Devices become one person's through an account at a real OpenID Connect server; a lost answer can be had again."""

from dataclasses import replace
from typing import Any

import pytest

from mobile_api.context import Deps
from mobile_api.people.ports import SignInPorts
from tests.mobile_api.client import App, Phones, app_on, operation
from tests.mobile_api.people.test_people import begin, key, sign_in
from tests.server.auth.test_oidc import BACK, agreed, issuer, provider_at

__all__ = ["issuer"]


@pytest.fixture
def deps(deps: Deps, issuer: str) -> Deps:
    ports: SignInPorts = replace(deps.sign_in, providers={"oidc": provider_at(issuer)})
    return replace(deps, sign_in=ports)


async def brought(app: App) -> dict[str, Any]:
    """What this app brings back from the provider."""
    provider = app.deps.sign_in.provider("oidc")
    given = await agreed(provider)  # type: ignore[arg-type]
    return {
        "provider": "oidc",
        "code": given.code,
        "codeVerifier": given.code_verifier,
        "redirectUri": BACK,
        "nonce": given.nonce,
        "idempotencyKey": key(),
    }


async def with_account(app: App, given: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = (await app.run("SignInWithAccount", input=given))["signInWithAccount"]
    return answer


async def follow_keyword(app: App, word: str) -> None:
    await app.run("Follow", input={"target": "KEYWORD", "targetId": word, "idempotencyKey": key()})


async def followed(app: App) -> set[str]:
    answer = await app.ask("{ viewer { follows { targetId } } }")
    return {one["targetId"] for one in answer["data"]["viewer"]["follows"]}


async def test_phone_and_account_are_one_person_and_follows_are_joined(app: App, phones: Phones) -> None:
    first = await begin(app)
    await follow_keyword(app, "停水")
    await sign_in(app, phones)
    assert (await with_account(app, await brought(app)))["session"]["residentId"] == first["residentId"]
    second = app_on(app.deps)
    async with second.http:
        await begin(second)
        await follow_keyword(second, "停电")
        joined = await with_account(second, await brought(second))
        assert joined["merged"]
        assert joined["session"]["residentId"] == first["residentId"]
        second.token = joined["session"]["viewerToken"]
        assert await followed(second) == await followed(app) == {"停水", "停电"}
        settings = (await second.run("MySettings"))["viewer"]
        assert {one["provider"] for one in settings["identities"]} == {"phone", "oidc"}


async def test_an_answer_that_got_lost_can_be_had_again_though_the_provider_takes_a_code_once(app: App) -> None:
    person = await begin(app)
    await with_account(app, await brought(app))
    second = app_on(app.deps)
    async with second.http:
        await begin(second)
        given = await brought(second)
        joined = await with_account(second, given)
        again = await with_account(second, given)
        assert again["merged"] == joined["merged"] is True
        assert again["session"]["residentId"] == person["residentId"]
        assert again["session"]["refreshToken"] == joined["session"]["refreshToken"]
        other = await with_account(second, given | {"idempotencyKey": key()})
        assert other["code"] == "ACCOUNT_REFUSED", "under another key it is another sign-in"


@pytest.mark.parametrize("ended_by", ["EndViewer", "DeleteMyData"])
async def test_an_answer_is_no_way_back_into_what_was_ended(app: App, ended_by: str) -> None:
    wanted = {"installation": key() * 4, "idempotencyKey": key()}
    begun = (await app.run("BeginViewer", input=wanted))["beginViewer"]
    app.token = begun["viewerToken"]
    given = await brought(app)
    signed_in = await with_account(app, given)
    assert signed_in["session"]["residentId"] == begun["residentId"]
    for token in (signed_in["session"]["viewerToken"], begun["viewerToken"]):
        app.token = token
        asked = {"idempotencyKey": key()} | ({"confirm": True} if ended_by == "DeleteMyData" else {})
        await app.ask(operation(ended_by), **asked)
    app.token = begun["viewerToken"]
    assert (await with_account(app, given))["code"] == "VIEWER_SESSION_ENDED"
    assert (await app.run("BeginViewer", input=wanted))["beginViewer"]["code"] == "VIEWER_SESSION_ENDED"
