"""Requests that mean harm: each gets its code, none gets through, and the next resident is served."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator

import pytest

from mobile_api.context import Deps
from mobile_api.schema import core_schema
from mobile_api.transport.endpoint import Endpoint
from mobile_api.transport.limits import Limits
from tests.mobile_api.client import App


def nested(levels: int) -> str:
    """feed → edges → node → interpretations → policies → interpretations → … valid, only deep."""
    inner, turns = "id", ["interpretations", "policies"]
    for level in range(levels):
        kind = ("Policy", "Interpretation")[level % 2]
        inner = f"... on {kind} {{ {turns[level % 2]} {{ {inner} }} }}"
    return f"{{ feed {{ edges {{ node {{ {inner} }} }} }} }}"


def chain(inner: str) -> str:
    """Fragments within fragments, without a single field."""
    return "{ " + "... { " * 150 + inner + " }" * 151


async def still_served(app: App) -> bool:
    return "errors" not in await app.ask("{ topics { id } }")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (nested(100), "QUERY_TOO_DEEP"),
        (nested(6), "QUERY_TOO_DEEP"),
        ("{ a" * 150 + " }" * 150, "QUERY_TOO_DEEP"),
        ("{ feed { edges { node { ...F } } } } fragment F on Policy { " + "interpretations { policies { " * 4
         + "id" + " } }" * 4 + " }", "QUERY_TOO_DEEP"),
        ("{ a" * 300 + " }" * 300, "QUERY_TOO_DEEP"),
        ("{ ...F0 }" + "".join(f"fragment F{n} on T {chain(f'...F{n + 1}')} " for n in range(2)),
         "GRAPHQL_VALIDATION_FAILED"),
        ("{" + " ".join(f"a{n}: topics {{ id }}" for n in range(100)) + "}", "TOO_MANY_ALIASES"),
        ("{ topics " + "@skip(if: false) " * 50 + "{ id } }", "TOO_MANY_DIRECTIVES"),
        ("{ topics { " + "id " * 2000 + "} }", "QUERY_TOO_LONG"),
        ("{ topics { id } } " + "#\n" * 5000, "QUERY_TOO_LONG"),
        ("{ topics { id } }" + " " * 20_000, "QUERY_TOO_LONG"),
        ("{ ...F } fragment F on Query { topics { id } ...F }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ topics { id }", "GRAPHQL_PARSE_FAILED"),
        ("", "GRAPHQL_PARSE_FAILED"),
        ("\x00", "GRAPHQL_PARSE_FAILED"),
        ("{ secrets }", "GRAPHQL_VALIDATION_FAILED"),
        ("fragment F on Query { topics { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { topics { id } } query B { topics { id } }", "OPERATION_NOT_FOUND"),
        ("subscription { topics { id } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($first: Int!) { feed(first: $first) { hasNewer } }", "GRAPHQL_VARIABLES_INVALID"),
        ("{ feed(channels: [{kind: HOROSCOPE}]) { hasNewer } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ feed(first: 99999999999) { hasNewer } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ __schema { types { name } } }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ __type(name: "Policy") { name } }', "GRAPHQL_VALIDATION_FAILED"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)  # fmt: skip
async def test_documents(app: App, query: str, code: str) -> None:
    errors = (await app.ask(query))["errors"]
    assert {error["extensions"]["code"] for error in errors} == {code}
    assert len(errors) <= Limits().errors
    assert await still_served(app)


async def test_an_enum_value_of_another_version_is_the_clients_error(app: App) -> None:
    query = "query($channels: [ChannelInput!]) { feed(channels: $channels) { hasNewer } }"
    answer = await app.post(
        {"query": query, "variables": {"channels": [{"kind": "HOROSCOPE"}]}},
        accept="application/graphql-response+json",
    )
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (400, "GRAPHQL_VARIABLES_INVALID")
    assert "HOROSCOPE" in error["message"]
    assert "POLICY" not in error["message"]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ bundle(of: {id: null}) { policy { id } } }", {}),
        ("{ feed(channels: [{topic: null}]) { hasNewer } }", {}),
        ("query($first: Int) { feed(first: $first) { hasNewer } }", {"first": None}),
        ("query($first: Int = 3) { feed(first: $first) { hasNewer } }", {"first": None}),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
async def test_an_argument_that_is_found_wrong_late_is_still_the_clients_error(
    app: App, query: str, variables: dict[str, None]
) -> None:
    errors = (await app.ask(query, **variables))["errors"]
    assert {error["extensions"]["code"] for error in errors} <= {
        "GRAPHQL_VALIDATION_FAILED",
        "GRAPHQL_VARIABLES_INVALID",
    }
    assert all("must" in error["message"] or "null" in error["message"] for error in errors)


async def test_no_more_than_ten_errors_are_told(app: App) -> None:
    app.token = "forged"
    answer = await app.ask("{" + " ".join(f"a{number}: viewer {{ id }}" for number in range(15)) + "}")
    assert len(answer["data"]) == 15
    assert [error["path"] for error in answer["errors"]] == [[f"a{number}"] for number in range(Limits().errors)]


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"x" * 10_000_000, "application/json", 413, "REQUEST_TOO_LARGE"),
        (b"{", "application/json", 400, "MALFORMED_REQUEST"),
        (b"\xff\xfe", "application/json", 400, "MALFORMED_REQUEST"),
        (b"[" * 50_000, "application/json", 400, "MALFORMED_REQUEST"),
        (b'[{"query": "{ topics { id } }"}]', "application/json", 400, "BATCH_REFUSED"),
        (b'{"query": 1}', "application/json", 400, "MALFORMED_REQUEST"),
        (b'{"query": "{a}", "variables": []}', "application/json", 400, "MALFORMED_REQUEST"),
        (b'{"query": "{a}", "operationName": {}}', "application/json", 400, "MALFORMED_REQUEST"),
        (b'{"query": "{a}", "extensions": "x"}', "application/json", 400, "MALFORMED_REQUEST"),
        (b"query=%7Ba%7D", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"{}", "application/json; charset=gbk", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"{}", "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
    ],
    ids=lambda value: value[:30] if isinstance(value, bytes) else None,
)
async def test_bodies(app: App, content: bytes, media_type: str, status: int, code: str) -> None:
    answer = await app.http.post("/graphql", content=content, headers={"content-type": media_type})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert "data" not in answer.json()
    assert await still_served(app)


async def test_an_endless_body_is_not_read_to_its_end(app: App) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 10_000

    answer = await app.http.post("/graphql", content=endless(), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert sent <= 12


async def test_a_body_that_never_comes_is_given_up(deps: Deps) -> None:
    deps = dataclasses.replace(deps, limits=Limits(seconds=0.05))
    sent: list[dict[str, object]] = []

    async def silence() -> dict[str, object]:
        return await asyncio.get_running_loop().create_future()

    async def collect(message: dict[str, object]) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers, "query_string": b""}
    await Endpoint(deps, core_schema())(scope, silence, collect)
    assert sent[0]["status"] == 408
