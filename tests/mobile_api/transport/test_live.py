"""Sockets and event streams: what they carry, how they end, and that nothing of them is left."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from content_models.kit.store import Store
from mobile_api.transport.live.limits import LiveLimits
from tests.mobile_api.transport.live import Client, Live
from tests.server.support import eventually

TICKS = "subscription($since: Int = 0, $last: Int = 1000000) { ticks(since: $since, last: $last) { number } }"
HUGE = "subscription { ticks { padding(size: 400000) } }"


@pytest.fixture
async def live(store: Store) -> AsyncIterator[Live]:
    async with Live(store, LiveLimits(subscriptions=2, per_payer=30)).served() as live:
        yield live


@pytest.fixture
async def hasty(store: Store) -> AsyncIterator[Live]:
    """Short, but longer than this process is ever held up: greeting, subscribing and a pong have to fit in."""
    limits = LiveLimits(init=1.0, ping=0.5, pong=1.0, send=0.3, lifetime=10.0)
    async with Live(store, limits).served() as live:
        yield live


def number(message: dict) -> int:
    assert message["type"] == "next", message
    found: int = message["payload"]["data"]["ticks"]["number"]
    return found


async def test_events_arrive_and_end(live: Live) -> None:
    async with live.socket() as client:
        await client.subscribe(TICKS, last=3)
        await live.ticker.listeners(1)
        await live.ticker.tick(3)
        assert [number(await client.receive()) for _ in range(3)] == [1, 2, 3]
        assert await client.receive() == {"id": "1", "type": "complete"}
        await live.ticker.listeners(0)


async def test_a_client_that_comes_back_goes_on_from_where_it_was(live: Live) -> None:
    async with live.socket() as client:
        await client.subscribe(TICKS)
        await live.ticker.tick()
        assert number(await client.receive()) == 1
    await live.ticker.tick(2)
    async with live.socket() as client:
        await client.subscribe(TICKS, since=1)
        assert [number(await client.receive()) for _ in range(2)] == [2, 3]


async def test_queries_are_answered_too(live: Live) -> None:
    async with live.socket() as client:
        await client.subscribe("{ hello }")
        assert await client.receive() == {"id": "1", "type": "next", "payload": {"data": {"hello": "你好"}}}
        assert await client.receive() == {"id": "1", "type": "complete"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", "GRAPHQL_PARSE_FAILED"),
        ("subscription($since: Int!) { ticks(since: $since) { number } }", "GRAPHQL_VARIABLES_INVALID"),
    ],
)
async def test_what_cannot_be_run_is_an_error_of_its_own_and_the_socket_lives(
    live: Live, query: str, code: str
) -> None:
    async with live.socket() as client:
        await client.subscribe(query)
        message = await client.receive()
        assert (message["type"], message["id"]) == ("error", "1")
        assert {error["extensions"]["code"] for error in message["payload"]} == {code}
        await client.send(type="ping")
        assert await client.receive() == {"type": "pong"}


@pytest.mark.parametrize(("since", "code"), [(-1, "INVALID_INPUT"), (-7, "INTERNAL")])
async def test_a_source_that_fails_says_what_may_be_known(live: Live, since: int, code: str) -> None:
    async with live.socket() as client:
        await client.subscribe(TICKS, since=since)
        message = await client.receive()
        assert (message["type"], message["payload"][0]["extensions"]["code"]) == ("error", code)
        assert "hunter2" not in str(message)


async def test_unsubscribing_ends_the_resolver(live: Live) -> None:
    async with live.socket() as client:
        await client.subscribe(TICKS)
        await live.ticker.listeners(1)
        await client.send(type="complete", id="1")
        await live.ticker.listeners(0)
        await client.subscribe(TICKS)  # the name is free again
        await live.ticker.listeners(1)
        await live.ticker.tick()
        assert number(await client.receive()) == 1


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([{"type": "subscribe", "id": "1", "payload": {"query": "{ hello }"}}], 4401),
        ([{"type": "connection_init"}, {"type": "connection_init"}], 4429),
        ([{"type": "connection_init", "payload": {"authorization": "forged"}}], 4403),
        ([{"type": "connection_init"}, {"type": "nonsense"}], 4400),
        ([{"type": "connection_init"}, {"type": "subscribe", "id": 7, "payload": {}}], 4400),
        ([{"type": "connection_init"}, "not an object"], 4400),
        ([{"type": "connection_init"}, *({"type": "subscribe", "id": "1", "payload": {"query": TICKS}},) * 2], 4409),
        (
            [
                {"type": "connection_init"},
                *({"type": "subscribe", "id": key, "payload": {"query": TICKS}} for key in "abc"),
            ],
            4429,
        ),
    ],
)
async def test_breaches_of_the_protocol(live: Live, messages: list, code: int) -> None:
    async with live.socket(ready=False) as client:
        for message in messages:
            await client.wire.send(json.dumps(message))
        assert await client.closed() == code
    await live.ticker.listeners(0)


@pytest.mark.parametrize("content", ["{", b"\x00\x01"])
async def test_what_is_no_message_at_all(live: Live, content: str | bytes) -> None:
    async with live.socket() as client:
        await client.wire.send(content)
        assert await client.closed() == 4400


async def test_another_protocol_is_not_spoken(live: Live) -> None:
    with pytest.raises(InvalidStatus):
        async with connect(live.url.replace("http", "ws", 1), subprotocols=["graphql-ws"]):  # type: ignore[list-item]
            pass


async def test_so_many_connections_and_no_more(live: Live) -> None:
    async with asyncio.TaskGroup() as group:
        done = asyncio.Event()

        async def hold() -> None:
            async with live.socket():
                await done.wait()

        for _ in range(30):
            group.create_task(hold())
        await eventually(lambda: live.endpoint.live.doors.open == 30)
        async with live.socket(ready=False) as client:
            await client.send(type="connection_init")
            assert await client.closed() == 4429
        done.set()


async def test_aborted_connections_leave_nothing(live: Live) -> None:
    clients: list[Client] = []
    opened = [live.socket("Bearer viewer:a") for _ in range(20)]
    for one in opened:
        client = await one.__aenter__()
        await client.subscribe(TICKS)
        clients.append(client)
    await live.ticker.listeners(20)
    for client in clients:
        client.wire.transport.abort()
    await live.ticker.listeners(0)
    await eventually(lambda: live.endpoint.live.doors.open == 0)
    assert live.endpoint.live.endings.watching == 0


async def test_nobody_says_who_they_are(hasty: Live) -> None:
    async with hasty.socket(ready=False) as client:
        assert await client.closed() == 4408


async def test_whoever_does_not_answer_a_ping_is_gone(hasty: Live) -> None:
    async with hasty.socket() as client:
        assert await client.receive() == {"type": "ping"}
        await client.send(type="pong")
        assert await client.receive() == {"type": "ping"}
        assert await client.closed() == 1001


async def test_a_token_that_runs_out_ends_the_connection(hasty: Live) -> None:
    async with hasty.socket("Bearer viewer:a") as client:
        await client.subscribe(TICKS)
        await hasty.ticker.listeners(1)
        hasty.tokens.expired = True
        assert await client.closed() == 4401
    await hasty.ticker.listeners(0)


async def test_a_token_is_looked_at_while_the_client_talks(hasty: Live) -> None:
    async with hasty.socket("Bearer viewer:a") as client:
        hasty.tokens.expired = True
        with pytest.raises(ConnectionClosed):
            await client.talk()
        assert await client.closed() == 4401


async def test_signing_out_ends_the_sockets_of_that_session_at_once(live: Live, store: Store) -> None:
    async with live.socket("Bearer viewer:a") as theirs, live.socket("Bearer viewer:b") as another:
        for client in (theirs, another):
            await client.subscribe(TICKS)
        await live.ticker.listeners(2)
        live.deps.changes.ended_here("a", store.now())
        assert await theirs.closed() == 4401
        await live.ticker.listeners(1)
        await live.ticker.tick()
        assert number(await another.receive()) == 1


async def test_signing_out_ends_the_streams_of_that_session_at_once(live: Live, store: Store) -> None:
    async with httpx.AsyncClient() as http:
        headers = EVENTS | {"authorization": "Bearer viewer:a"}
        async with http.stream("POST", live.url, json={"query": TICKS}, headers=headers) as answer:
            await live.ticker.listeners(1)
            live.deps.changes.ended_here("a", store.now())
            assert [piece async for piece in answer.aiter_text()] == []
    await live.ticker.listeners(0)


async def test_no_connection_is_for_ever(store: Store) -> None:
    async with Live(store, LiveLimits(lifetime=1.0)).served() as live, live.socket() as client:
        await client.subscribe(TICKS)
        assert await client.closed() == 1001
        await live.ticker.listeners(0)


async def test_whoever_does_not_read_is_let_go(hasty: Live) -> None:
    async with hasty.socket() as client:
        client.wire.transport.pause_reading()
        await client.subscribe(HUGE)
        await hasty.ticker.listeners(1)
        await hasty.ticker.tick(50)
        await hasty.ticker.listeners(0)
        client.wire.transport.abort()


EVENTS = {"accept": "text/event-stream"}


async def test_server_sent_events(live: Live) -> None:
    async with httpx.AsyncClient() as http:
        body = {"query": TICKS, "variables": {"last": 2}}
        async with http.stream("POST", live.url, json=body, headers=EVENTS) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            await live.ticker.listeners(1)
            await live.ticker.tick(2)
            text = "".join([piece async for piece in answer.aiter_text()])
    first = 'event: next\ndata: {"data":{"ticks":{"number":1}}}\n\n'
    assert text == first + first.replace("1}", "2}") + "event: complete\ndata:\n\n"


async def test_a_stream_says_that_it_lives_and_ends_with_its_reader(hasty: Live) -> None:
    async with httpx.AsyncClient() as http:
        async with http.stream("POST", hasty.url, json={"query": TICKS}, headers=EVENTS) as answer:
            await hasty.ticker.listeners(1)
            assert await anext(answer.aiter_text()) == ":\n\n"
        await hasty.ticker.listeners(0)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        ({"query": "subscription { nothing }"}, {}, 400, "GRAPHQL_VALIDATION_FAILED"),
        ([], {}, 400, "BATCH_REFUSED"),
        ({"query": TICKS}, {"authorization": "Bearer forged"}, 401, "NOT_AUTHENTICATED"),
    ],
)
async def test_a_stream_that_is_refused(live: Live, body: object, headers: dict, status: int, code: str) -> None:
    async with httpx.AsyncClient() as http:
        answer = await http.post(live.url, json=body, headers=EVENTS | headers)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (status, code)


async def test_a_subscription_needs_a_connection_that_lasts(live: Live) -> None:
    async with httpx.AsyncClient() as http:
        answer = await http.post(live.url, json={"query": TICKS})
    assert answer.json()["errors"][0]["extensions"]["code"] == "SUBSCRIPTION_OVER_HTTP"


async def test_a_message_that_dribbles_is_no_message(hasty: Live) -> None:
    """Ends when who they are was to be said: bytes that come now and then are no answer."""
    async with hasty.socket(ready=False) as client:
        client.wire.transport.write(b"\x81\xfe\x10\x00mask")  # the head of a text of 4,096 bytes
        for _ in range(200):
            if client.wire.transport.is_closing():
                break
            client.wire.transport.write(b"x")
            await asyncio.sleep(0.02)
        assert await client.closed() in (4408, 1006)
    await eventually(lambda: hasty.endpoint.live.doors.open == 0)
