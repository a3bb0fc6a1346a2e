"""Subscriptions as the app makes them, without a socket: the schema's own generators over a real store."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from graphql import ExecutionResult, parse, subscribe

from content_models.announcements.actions.announce import announce
from content_models.announcements.actions.plan import plan
from content_models.kit.errors import ZhengwuError
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases.documents import ReleaseKind
from mobile_api.context import Context
from mobile_api.live.queues import LONGEST
from mobile_api.schema import core_schema
from tests.mobile_api.city import City
from tests.mobile_api.client import App, operation

Events = AsyncGenerator[ExecutionResult, None]


class Listener:
    def __init__(self, events: Events) -> None:
        self._events = events
        self._pending: asyncio.Task[ExecutionResult] | None = None

    def begin(self) -> None:
        self._pending = self._pending or asyncio.ensure_future(anext(self._events))

    async def next(self) -> dict[str, Any]:
        """The next event, which must come by itself within ten seconds."""
        self.begin()
        pending, self._pending = self._pending, None
        assert pending is not None
        result = await asyncio.wait_for(pending, 10)
        assert result.errors is None, result.errors
        (event,) = (result.data or {}).values()
        return dict(event)

    async def silent(self) -> bool:
        """Whether nothing has been told: a turn of the loop is enough, because telling takes no time."""
        self.begin()
        assert self._pending is not None
        await asyncio.wait({self._pending}, timeout=0.05)
        return not self._pending.done()

    async def close(self) -> None:
        if self._pending is not None:
            self._pending.cancel()
            await asyncio.wait({self._pending})
        await self._events.aclose()


@asynccontextmanager
async def listening(app: App, name: str, **variables: Any) -> AsyncIterator[Listener]:
    context = Context(app.deps, f"Bearer {app.token}" if app.token else None)
    asked = subscribe(core_schema(), parse(operation(name)), context_value=context, variable_values=variables)
    events = await asked if asyncio.iscoroutine(asked) else asked
    assert not isinstance(events, ExecutionResult), events.errors
    listener = Listener(events)  # type: ignore[arg-type]
    listener.begin()
    await asyncio.sleep(0.02)  # the generator runs up to where it waits
    try:
        yield listener
    finally:
        await listener.close()


@pytest.fixture
async def phone(app: App) -> App:
    given = {"token": "0a" * 32, "platform": "IOS", "idempotencyKey": new_id()}
    app.token = (await app.run("RegisterDevice", input=given))["addDevice"]["viewerToken"]
    return app


async def public(city: City, app: App) -> None:
    await city.project()
    await app.refresh()


async def started(city: City, app: App) -> str:
    first = await city.release("先前的")
    await public(city, app)
    return first


async def test_what_arrives_is_corrected_and_goes_is_told(city: City, app: App) -> None:
    first = await started(city, app)
    async with listening(app, "FeedChanged") as listener:
        assert await listener.silent()
        late = await city.release("新来的")
        await public(city, app)
        event = await listener.next()
        assert (event["count"], event["resync"]) == (1, False)
        assert [node["id"] for node in event["arrived"]] == [late]
        await city.correct(first)
        await public(city, app)
        assert (await listener.next())["correctedIds"] == [first]
        await city.withdraw(late)
        await public(city, app)
        assert (await listener.next())["goneIds"] == [late]
    assert len(app.deps.hub) == 0


async def test_only_ones_own_channels_are_told(city: City, app: App) -> None:
    await started(city, app)
    async with listening(app, "FeedChanged", channels=[{"topic": "housing"}]) as listener:
        await city.release("别的", topics=["health"])
        await public(city, app)
        assert await listener.silent()
        mine = await city.release("住房", topics=["housing"])
        await public(city, app)
        assert [node["id"] for node in (await listener.next())["arrived"]] == [mine]


async def test_whoever_comes_back_is_told_what_was_missed(city: City, app: App) -> None:
    await started(city, app)
    since = (await app.run("Feed"))["feed"]["since"]
    async with listening(app, "FeedChanged", since=since) as listener:
        assert await listener.silent()
    await city.release("断线时到达")
    await public(city, app)
    async with listening(app, "FeedChanged", since=since) as listener:
        event = await listener.next()
        assert event["resync"]
        since = event["since"]
    async with listening(app, "FeedChanged", since=since) as listener:
        assert await listener.silent()
    async with listening(app, "FeedChanged", since=since, channels=[{"topic": "quiet"}]) as listener:
        assert await listener.silent()


async def test_a_slow_phone_is_told_to_look_again(city: City, app: App) -> None:
    await started(city, app)
    async with listening(app, "FeedChanged") as listener:
        for number in range(LONGEST + 3):
            await city.release(f"第{number}条")
            await public(city, app)
        assert (await listener.next())["count"] == 1, "it was waiting for this one"
        told = await listener.next()
        assert told["resync"]
        async with listening(app, "FeedChanged", since=told["since"]) as again:
            assert await again.silent()


async def test_emergencies_and_nothing_else(city: City, app: App) -> None:
    await started(city, app)
    async with listening(app, "EmergencyChanged", region="320102") as listener:
        await city.release("本区停水", ReleaseKind.service_alert, region_code="320102")
        await city.release("通知")
        await public(city, app)
        assert await listener.silent()
        storm = await city.release("暴雨预警", ReleaseKind.emergency, alert={"level": "red", "advice": "请勿外出"})
        await public(city, app)
        (told,) = (await listener.next())["emergencies"]
        assert (told["id"], told["level"], told["advice"]) == (storm, "RED", "请勿外出")
        await city.withdraw(storm)
        await public(city, app)
        assert (await listener.next())["goneIds"] == [storm]


async def follow(app: App, topic: str) -> None:
    await app.run("Follow", input={"target": "ORGAN", "targetId": topic, "idempotencyKey": new_id()})


async def announced(store: Store, city: City, title: str) -> None:
    campaign = await announce(store, await city.policy(title))
    assert campaign is not None
    await plan(store, campaign.id)


async def test_the_inbox_tells_of_new_entries_and_of_reading_elsewhere(store: Store, city: City, phone: App) -> None:
    await follow(phone, "water-company")
    watch = phone.deps.inboxes
    async with listening(phone, "InboxChanged") as listener:
        await watch.look()
        await announced(store, city, "新政策")
        await watch.look()
        event = await listener.next()
        assert (event["unreadCount"], event["resync"]) == (1, False)
        await watch.look()
        assert await listener.silent()
        entry = (await phone.run("Inbox"))["inbox"]["edges"][0]["node"]["id"]
        await phone.run("MarkRead", input={"entryIds": [entry], "idempotencyKey": new_id()})
        await watch.look()
        assert (await listener.next())["unreadCount"] == 0
    assert len(watch) == 0


async def test_an_inbox_that_moved_while_one_was_away_is_told_at_once(store: Store, city: City, phone: App) -> None:
    await follow(phone, "water-company")
    async with listening(phone, "InboxChanged") as listener:
        await phone.deps.inboxes.look()
        await announced(store, city, "新政策")
        await phone.deps.inboxes.look()
        since = (await listener.next())["since"]
    await announced(store, city, "又一份政策")
    async with listening(phone, "InboxChanged", since=since) as listener:
        event = await listener.next()
        assert (event["unreadCount"], event["resync"]) == (2, True)


@pytest.mark.parametrize(
    ("name", "variables", "code"),
    [
        ("InboxChanged", {}, "NOT_AUTHENTICATED"),
        ("FeedChanged", {"since": "AAAA"}, "INVALID_CURSOR"),
        ("EmergencyChanged", {"since": "AAAA"}, "INVALID_CURSOR"),
        ("FeedChanged", {"channels": [{"topic": str(number)} for number in range(101)]}, "INVALID_INPUT"),
    ],
)
async def test_what_is_refused_is_refused_before_a_stream_begins(
    app: App, name: str, variables: dict[str, Any], code: str
) -> None:
    asked = subscribe(core_schema(), parse(operation(name)), context_value=Context(app.deps), variable_values=variables)
    answer = await asked if asyncio.iscoroutine(asked) else asked
    assert isinstance(answer, ExecutionResult)
    (error,) = answer.errors or ()
    assert isinstance(error.original_error, ZhengwuError)
    assert error.original_error.code == code


async def test_two_hundred_listeners_leave_nothing_behind(city: City, app: App) -> None:
    await started(city, app)
    async with asyncio.timeout(60):
        listeners = []
        for _ in range(200):
            context = Context(app.deps)
            events = subscribe(core_schema(), parse(operation("FeedChanged")), context_value=context)
            listener = Listener(await events if asyncio.iscoroutine(events) else events)  # type: ignore[arg-type]
            listener.begin()
            listeners.append(listener)
        await asyncio.sleep(0.05)
        assert len(app.deps.hub) == 200
        await city.release("新来的")
        await public(city, app)
        assert {(await listener.next())["count"] for listener in listeners} == {1}
        for listener in listeners:
            await listener.close()
    assert len(app.deps.hub) == 0
