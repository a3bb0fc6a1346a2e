"""A resident's own page, warm, asks the store nothing, and is true with the next look of its process."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from content_models.kit.actors import Actor, ActorKind
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents.actions.follow import FollowCommand, follow
from content_models.residents.actions.set_preferences import SetPreferences, set_preferences
from content_models.residents.changes.followed import ResidentChanges
from content_models.residents.documents import FollowTarget, Preferences
from content_models.timeline.timeline import Timeline
from content_models.topics import repository as topics
from mobile_api.context import Deps
from tests.mobile_api.city import City
from tests.mobile_api.client import KEEPING, App, app_on
from tests.mobile_api.feed.test_personal import ids
from tests.mobile_api.feed.test_round_trips import Counter, commands

__all__ = ["commands"]
NEVER_OLD = 600.0  # seconds a look is good for: here only `look` makes anything older


@pytest.fixture
async def processes(commands: Counter, deps: Deps) -> AsyncIterator[list[App]]:
    """Two of them on one store, each with its own timeline and its own knowledge of residents."""
    apps = [
        app_on(replace(deps, timeline=Timeline(), changes=ResidentChanges(NEVER_OLD), keeping=KEEPING)) for _ in "ab"
    ]
    async with apps[0].http, apps[1].http:
        await topics.seed()
        given = {"token": "0a" * 32, "platform": "IOS", "idempotencyKey": new_id()}
        token = (await apps[0].run("RegisterDevice", input=given))["addDevice"]["viewerToken"]
        for app in apps:
            app.token = token
            await look(app)
        yield apps


async def look(app: App) -> None:
    await app.refresh()
    await app.deps.changes.look(app.deps.store)


async def follow_topic(app: App, topic: str) -> None:
    await app.run("Follow", input={"target": "TOPIC", "targetId": topic, "idempotencyKey": new_id()})


async def test_a_warm_page_of_ones_own_asks_the_store_nothing(
    commands: Counter, city: City, processes: list[App]
) -> None:
    phone, _ = processes
    await follow_topic(phone, "education")
    schools = [await city.release(f"学校招生{number}", topics=["education"]) for number in range(4)]
    await city.release("与我无关", topics=["health"])
    await city.project()
    await look(phone)
    first = await phone.run("Feed", first=2)
    second = await phone.run("Feed", first=2, after=first["feed"]["pageInfo"]["endCursor"])
    commands.names.clear()
    assert await phone.run("Feed", first=2) == first
    assert await phone.run("Feed", first=2, after=first["feed"]["pageInfo"]["endCursor"]) == second
    assert ids(first) + ids(second) == schools[::-1]
    assert first["feed"]["personal"]
    await phone.run("MustSee", first=2)
    assert commands.names == []


async def test_without_following_residents_nothing_is_kept(
    commands: Counter, city: City, app: App, store: Store
) -> None:
    given = {"token": "0b" * 32, "platform": "IOS", "idempotencyKey": new_id()}
    app.token = (await app.run("RegisterDevice", input=given))["addDevice"]["viewerToken"]
    await app.run("Feed")
    commands.names.clear()
    await app.run("Feed")
    assert sorted(commands.names) == ["find", "find"]
    assert len(app.deps.readers) == 0


async def test_what_one_follows_is_true_at_once_here_and_elsewhere_with_the_next_look(
    city: City, processes: list[App]
) -> None:
    here, elsewhere = processes
    school = await city.release("学校招生", topics=["education"])
    clinic = await city.release("门诊停诊", topics=["health"])
    await city.project()
    for phone in processes:
        await look(phone)
        assert ids(await phone.run("Feed")) == [clinic, school]
    await follow_topic(here, "education")
    assert ids(await here.run("Feed")) == [school]
    await elsewhere.deps.changes.look(elsewhere.deps.store)
    assert ids(await elsewhere.run("Feed")) == [school]
    await elsewhere.run("Unfollow", input={"target": "TOPIC", "targetId": "education", "idempotencyKey": new_id()})
    assert ids(await elsewhere.run("Feed")) == [clinic, school]
    await here.deps.changes.look(here.deps.store)
    assert ids(await here.run("Feed")) == [clinic, school]


async def test_the_switch_and_the_district_are_heard_of_too(city: City, processes: list[App]) -> None:
    here, elsewhere = processes
    await follow_topic(here, "education")
    school = await city.release("学校招生", topics=["education"])
    clinic = await city.release("门诊停诊", topics=["health"])
    await city.project()
    await look(elsewhere)
    assert ids(await elsewhere.run("Feed")) == [school]
    resident_id = (await here.run("Viewer"))["viewer"]["id"]
    actor = Actor(kind=ActorKind.resident, id=resident_id, name="居民")
    chosen = SetPreferences(
        actor=actor,
        idempotency_key=new_id(),
        resident_id=resident_id,
        expected_version=1,
        preferences=Preferences(personal_feed=False),
    )
    await set_preferences(here.deps.store, chosen)
    await elsewhere.deps.changes.look(elsewhere.deps.store)
    assert ids(await elsewhere.run("Feed")) == [clinic, school]


async def test_news_and_withdrawals_reach_a_kept_reader_with_the_timeline(city: City, processes: list[App]) -> None:
    phone, _ = processes
    await follow_topic(phone, "education")
    school = await city.release("学校招生", topics=["education"])
    await city.project()
    await look(phone)
    assert ids(await phone.run("Feed")) == [school]
    later = await city.release("学校放假", topics=["education"])
    await city.project()
    await phone.refresh()
    assert ids(await phone.run("Feed")) == [later, school]
    await city.withdraw(school)
    await city.project()
    await phone.refresh()
    assert ids(await phone.run("Feed")) == [later]


async def test_a_reading_that_a_change_overtook_is_not_kept(
    city: City, processes: list[App], monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, _ = processes
    resident_id = (await phone.run("Viewer"))["viewer"]["id"]
    readers, changes, store = phone.deps.readers, phone.deps.changes, phone.deps.store
    asked = FollowCommand(
        actor=Actor(kind=ActorKind.resident, id=resident_id, name="居民"),
        idempotency_key=new_id(),
        resident_id=resident_id,
        target=FollowTarget.topic,
        target_id="education",
    )
    seen = changes.seen
    first = await readers.of(resident_id)
    assert len(readers) == 1
    assert first is not None
    assert first.channels == ()
    await follow(store, asked)
    await changes.look(store)
    assert len(readers) == 0
    befores = [(0, 0)]  # as seen when the reading began, before the look
    monkeypatch.setattr(changes, "seen", lambda one: befores.pop() if befores else seen(one))
    again = await readers.of(resident_id)
    assert again is not None
    assert again.channels == ("topic:education",)
    assert len(readers) == 0
