"""A token that was ended is refused though it is signed and not expired: here at once, elsewhere with the next look."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from content_models.kit.store import Store
from content_models.residents.changes.followed import ResidentChanges
from content_models.timeline.timeline import Timeline
from mobile_api.context import Deps
from tests.mobile_api.city import City
from tests.mobile_api.client import App, Phones, app_on
from tests.mobile_api.people.test_people import begin, key, sign_in


@pytest.fixture
async def elsewhere(deps: Deps) -> AsyncIterator[App]:
    """Another process on the same store."""
    app = app_on(replace(deps, timeline=Timeline(), changes=ResidentChanges()))
    async with app.http:
        yield app


async def look(app: App) -> None:
    await app.deps.changes.look(app.deps.store)


async def who(app: App, token: str) -> Any:
    """The id of the viewer, or the code that the token is refused with."""
    app.token = token
    answer = await app.ask("{ viewer { id } }")
    return answer["errors"][0]["extensions"]["code"] if "errors" in answer else answer["data"]["viewer"]["id"]


async def test_who_was_deleted_is_nobody_in_every_process(app: App, elsewhere: App, city: City) -> None:
    one = await city.release("第一条")
    await city.project()
    begun = await begin(app)
    token = begun["viewerToken"]
    await look(elsewhere)
    assert await who(elsewhere, token) == begun["residentId"]
    erased = {"confirm": True, "idempotencyKey": key()}
    assert (await app.run("DeleteMyData", **erased))["deleteMyData"] == {"forgotten": True}
    assert await who(app, token) == "VIEWER_SESSION_ENDED"
    assert await app.refused("Inbox") == "VIEWER_SESSION_ENDED"
    await look(elsewhere)
    assert await who(elsewhere, token) == "VIEWER_SESSION_ENDED"
    await elsewhere.refresh()
    feed = (await elsewhere.run("Feed"))["feed"]
    assert ([edge["node"]["id"] for edge in feed["edges"]], feed["personal"]) == ([one], False)
    again = (await app.run("DeleteMyData", **erased))["deleteMyData"]
    assert again == {"forgotten": True}, "whose answer got lost is told that it is done"


async def test_a_process_that_starts_later_knows_it_too(app: App, deps: Deps) -> None:
    token = (await begin(app))["viewerToken"]
    await app.run("DeleteMyData", confirm=True, idempotencyKey=key())
    later = app_on(replace(deps, timeline=Timeline(), changes=ResidentChanges()))
    async with later.http:
        await look(later)
        assert await who(later, token) == "VIEWER_SESSION_ENDED"


async def test_signing_out_ends_this_installation_and_no_other(app: App, elsewhere: App, phones: Phones) -> None:
    await begin(app)
    token = (await sign_in(app, phones))["session"]["viewerToken"]
    other = app_on(app.deps)
    async with other.http:
        kept = (await begin(other))["viewerToken"]
    app.token = token
    ended = {"idempotencyKey": key()}
    assert (await app.run("EndViewer", **ended))["endViewer"] == {"ended": True}
    assert (await app.run("EndViewer", **ended))["endViewer"] == {"ended": True}
    await look(elsewhere)
    for process in (app, elsewhere):
        assert await who(process, token) == "VIEWER_SESSION_ENDED"
        assert await who(process, kept) not in ("VIEWER_SESSION_ENDED", "SESSION_EXPIRED")


async def test_who_joined_a_person_goes_on_as_that_person(
    app: App, elsewhere: App, phones: Phones, store: Store
) -> None:
    await begin(app)
    person = (await sign_in(app, phones))["session"]
    second = app_on(app.deps)
    async with second.http:
        anonymous = await begin(second)
        phones.codes.clear()
        await store.database["one_time_codes"].delete_many({})  # a minute later
        joined = await sign_in(second, phones)
        assert joined["merged"]
        assert joined["session"]["residentId"] == person["residentId"]
    await look(elsewhere)
    for process in (app, elsewhere):
        assert await who(process, anonymous["viewerToken"]) == "SESSION_EXPIRED"
        assert await who(process, person["viewerToken"]) == person["residentId"]
    renewed = (await app.run("RefreshViewer", refreshToken=anonymous["refreshToken"]))["refreshViewer"]
    assert await who(app, renewed["viewerToken"]) == person["residentId"]


async def test_a_refresh_token_used_by_a_thief_ends_the_viewer_tokens_too(
    app: App, elsewhere: App, store: Store
) -> None:
    begun = await begin(app)
    for _ in range(2):
        renewed = await app.run("RefreshViewer", refreshToken=begun["refreshToken"])
        begun["refreshToken"], stolen = renewed["refreshViewer"]["refreshToken"], begun["refreshToken"]
    refused = (await app.run("RefreshViewer", refreshToken=stolen.rsplit(":", 1)[0] + ":1"))["refreshViewer"]
    assert refused["code"] == "VIEWER_SESSION_ENDED"
    for process in (app, elsewhere):
        await look(process)
        assert await who(process, begun["viewerToken"]) == "VIEWER_SESSION_ENDED"
