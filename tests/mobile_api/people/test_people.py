"""An app begins, goes on, signs in by phone, is told what is wrong by type, and can have everything deleted."""

import json
import secrets
from typing import Any

import pytest

from tests.mobile_api.city import City
from tests.mobile_api.client import App, Phones

NUMBER = "13800138000"


def key() -> str:
    return secrets.token_hex(8)


async def begin(app: App) -> dict[str, Any]:
    """The app is an anonymous resident from now on."""
    wanted = {"installation": secrets.token_hex(16), "idempotencyKey": key()}
    session: dict[str, Any] = (await app.run("BeginViewer", input=wanted))["beginViewer"]
    app.token = session["viewerToken"]
    return session


async def sign_in(app: App, phones: Phones) -> dict[str, Any]:
    wanted = {"phone": f"+86 {NUMBER}", "idempotencyKey": key()}
    sent = (await app.run("RequestSignInCode", input=wanted))["requestSignInCode"]
    assert sent["maskedPhone"] == "138****8000"
    proof = {"phone": NUMBER, "code": phones.codes[NUMBER][-1], "idempotencyKey": key()}
    answer: dict[str, Any] = (await app.run("SignInWithPhone", input=proof))["signInWithPhone"]
    return answer


async def test_an_installation_begins_without_a_push_token_and_goes_on(app: App) -> None:
    session = await begin(app)
    assert (await app.run("Viewer"))["viewer"]["id"] == session["residentId"]
    renewed = (await app.run("RefreshViewer", refreshToken=session["refreshToken"]))["refreshViewer"]
    assert renewed["residentId"] == session["residentId"]
    assert renewed["refreshToken"] != session["refreshToken"]


async def test_beginning_again_with_one_key_is_one_resident_and_another_installation_is_another(app: App) -> None:
    wanted = {"installation": secrets.token_hex(16), "idempotencyKey": "the-same-key"}
    first = await app.run("BeginViewer", input=wanted)
    again = await app.run("BeginViewer", input=wanted)
    assert first["beginViewer"]["residentId"] == again["beginViewer"]["residentId"]
    other = await app.run("BeginViewer", input=wanted | {"installation": secrets.token_hex(16)})
    assert other["beginViewer"]["residentId"] != first["beginViewer"]["residentId"]


async def test_signing_out_ends_the_session_only(app: App) -> None:
    session = await begin(app)
    assert (await app.run("EndViewer", idempotencyKey=key()))["endViewer"] == {"ended": True}
    refused = (await app.run("RefreshViewer", refreshToken=session["refreshToken"]))["refreshViewer"]
    assert refused["code"] == "VIEWER_SESSION_ENDED"


async def test_a_newcomer_by_device_gets_a_session_too(app: App) -> None:
    registration = {"token": "ab" * 32, "platform": "IOS", "idempotencyKey": key()}
    first = (await app.run("RegisterDevice", input=registration))["addDevice"]
    renewed = (await app.run("RefreshViewer", refreshToken=first["session"]["refreshToken"]))["refreshViewer"]
    assert renewed["residentId"] == first["residentId"]
    app.token = renewed["viewerToken"]
    second = await app.run("RegisterDevice", input=registration | {"token": "cd" * 32, "idempotencyKey": key()})
    assert second["addDevice"]["session"] is None


async def test_a_phone_makes_a_person_of_an_anonymous_resident(app: App, phones: Phones) -> None:
    session = await begin(app)
    signed_in = await sign_in(app, phones)
    assert signed_in["merged"] is False
    assert signed_in["session"]["residentId"] == session["residentId"]
    app.token = signed_in["session"]["viewerToken"]
    (identity,) = (await app.run("MySettings"))["viewer"]["identities"]
    assert (identity["provider"], identity["masked"]) == ("phone", "138****8000")


async def test_asking_twice_with_one_key_sends_one_message(app: App, phones: Phones) -> None:
    wanted = {"phone": NUMBER, "idempotencyKey": key()}
    assert await app.run("RequestSignInCode", input=wanted) == await app.run("RequestSignInCode", input=wanted)
    assert len(phones.codes[NUMBER]) == 1
    soon = (await app.run("RequestSignInCode", input=wanted | {"idempotencyKey": key()}))["requestSignInCode"]
    assert soon["code"] == "TOO_MANY_CODES"
    assert 0 < soon["retryAfter"] <= 61


async def test_what_is_wrong_has_a_type_and_a_number_of_tries(app: App, phones: Phones) -> None:
    wanted = {"phone": NUMBER, "idempotencyKey": key()}
    await app.run("RequestSignInCode", input=wanted)
    proof = {"phone": NUMBER, "code": "not it", "idempotencyKey": key()}
    answer = (await app.run("SignInWithPhone", input=proof))["signInWithPhone"]
    assert (answer["code"], answer["attemptsLeft"]) == ("CODE_WRONG", 4)
    bad = (await app.run("RequestSignInCode", input=wanted | {"phone": "12345"}))["requestSignInCode"]
    assert bad["code"] == "INVALID_PHONE"


async def test_a_gateway_that_is_down_is_an_error_and_costs_no_reading(app: App, phones: Phones) -> None:
    phones.is_down = True
    assert await app.refused("RequestSignInCode", input={"phone": NUMBER, "idempotencyKey": key()}) == (
        "SIGN_IN_UNAVAILABLE"
    )
    assert (await app.run("Feed"))["feed"]["edges"] == []


async def test_preferences_and_consents_carry_a_version(app: App, city: City) -> None:
    await begin(app)
    chosen = {
        "frequency": "DAILY",
        "quietHours": {"start": 1320, "end": 420},
        "elderMode": True,
        "districtId": None,
        "personalFeed": False,
        "expectedVersion": 1,
        "idempotencyKey": key(),
    }
    saved = (await app.run("SavePreferences", input=chosen))["savePreferences"]
    assert (saved["version"], saved["preferences"]["frequency"]) == (2, "DAILY")
    late = (await app.run("SavePreferences", input=chosen | {"idempotencyKey": key()}))["savePreferences"]
    assert (late["expectedVersion"], late["actualVersion"]) == (1, 2)
    decision = {
        "purpose": "READING_HISTORY",
        "granted": False,
        "textVersion": "2026-11",
        "expectedVersion": 2,
        "idempotencyKey": key(),
    }
    assert (await app.run("SaveConsent", input=decision))["saveConsent"]["version"] == 3
    settings = (await app.run("MySettings"))["viewer"]
    assert {one["purpose"]: one["granted"] for one in settings["consents"]} == {
        "NOTIFICATIONS": None,
        "PERSONALISATION": None,
        "READING_HISTORY": False,
    }
    noted = (await app.run("NoteRead", input={"releaseIds": ["r1"], "idempotencyKey": key()}))["noteRead"]
    assert noted["code"] == "READING_HISTORY_REFUSED"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"quietHours": {"start": 1440, "end": 0}}, "INVALID_INPUT"),
        ({"quietHours": {"start": -1, "end": 0}}, "INVALID_INPUT"),
        ({"districtId": "999999"}, "UNKNOWN_FOLLOW_TARGET"),
        ({"expectedVersion": 0}, "INVALID_INPUT"),
    ],
)
async def test_preferences_that_cannot_be(app: App, city: City, wrong: dict[str, Any], code: str) -> None:
    await begin(app)
    chosen = {
        "frequency": "IMMEDIATE",
        "quietHours": {"start": 0, "end": 0},
        "elderMode": False,
        "districtId": None,
        "personalFeed": True,
        "expectedVersion": 1,
        "idempotencyKey": key(),
    }
    assert (await app.run("SavePreferences", input=chosen | wrong))["savePreferences"]["code"] == code


async def test_bookmarks_page_by_page_and_marks(app: App, city: City) -> None:
    await begin(app)
    ids = [await city.release(f"第{number}条") for number in range(5)]
    for release_id in ids:
        kept = {"releaseId": release_id, "idempotencyKey": key()}
        assert (await app.run("Bookmark", input=kept))["bookmark"]["bookmarked"] is True
    await app.run("NoteRead", input={"releaseIds": ids[:1], "idempotencyKey": key()})
    seen, after = [], None
    for _ in range(3):
        page = (await app.run("Bookmarks", first=2, after=after))["viewer"]["bookmarks"]
        seen += [edge["node"]["release"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == ids[::-1]
    await city.withdraw(ids[0])
    await app.run("Unbookmark", input={"releaseId": ids[1], "idempotencyKey": key()})
    found = (await app.run("Marks", releaseIds=ids[:2]))["viewer"]["marks"]
    assert [(one["bookmarked"], one["readAt"] is not None) for one in found] == [(True, True), (False, False)]
    last = (await app.run("Bookmarks", first=10))["viewer"]["bookmarks"]["edges"][-1]["node"]
    assert (last["releaseId"], last["release"]) == (ids[0], None)
    unknown = (await app.run("Bookmark", input={"releaseId": "none", "idempotencyKey": key()}))["bookmark"]
    assert unknown["code"] == "UNKNOWN_RELEASE"


async def test_everything_known_can_be_had_and_deleted(app: App, phones: Phones, city: City) -> None:
    await begin(app)
    app.token = (await sign_in(app, phones))["session"]["viewerToken"]
    known = json.loads((await app.run("MyData"))["myData"])
    assert known["identities"][0]["subject"] == NUMBER
    unsure = (await app.run("DeleteMyData", confirm=False, idempotencyKey=key()))["deleteMyData"]
    assert unsure["code"] == "INVALID_INPUT"
    assert (await app.run("DeleteMyData", confirm=True, idempotencyKey=key()))["deleteMyData"] == {"forgotten": True}
    assert await app.refused("MySettings") == "VIEWER_SESSION_ENDED"
    assert await app.refused("MyData") == "VIEWER_SESSION_ENDED"


@pytest.mark.parametrize("name", ["MyData", "Inbox"])
async def test_nobody_has_nothing_of_their_own(app: App, name: str) -> None:
    assert await app.refused(name) == "NOT_AUTHENTICATED"


async def test_a_provider_that_is_none(app: App) -> None:
    proof = {
        "provider": "nobody",
        "code": "c",
        "codeVerifier": "v",
        "redirectUri": "app://back",
        "nonce": "n",
        "idempotencyKey": key(),
    }
    assert (await app.run("SignInWithAccount", input=proof))["signInWithAccount"]["code"] == "UNKNOWN_SIGN_IN_PROVIDER"
    assert (await app.run("SignInProviders"))["signInProviders"] == []
