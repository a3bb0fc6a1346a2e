"""Documents known by their hash: Apollo's exchange, shared between processes, and nothing but what was verified."""

import dataclasses
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from mobile_api import manifest
from mobile_api.context import Deps
from mobile_api.transport.errors import ManifestInvalid
from mobile_api.transport.registered import RegisteredQueries
from mobile_api.transport.shared import Shared
from mobile_api.transport.trusted import OURS, manifests_in, trusted_documents
from tests.mobile_api.client import App, app_on, operation

QUERY = "query Names { topics { name } }"
SHA256 = hashlib.sha256(QUERY.encode()).hexdigest()


def apollo(sha256: str = SHA256, **more: Any) -> dict[str, Any]:
    """As Apollo's clients send it, with an entry of their own beside it."""
    client = {"name": "zhengwu-ios", "version": "3.1"}
    return {"extensions": {"clientLibrary": client, "persistedQuery": {"version": 1, "sha256Hash": sha256}}, **more}


def in_url(body: dict[str, Any]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}


def code(answer: Any) -> str:
    (error,) = answer.json()["errors"]
    return str(error["extensions"]["code"])


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as redis:
        await redis.flushdb()
        yield redis


@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_apollos_exchange(app: App, method: str) -> None:
    async def by_hash() -> Any:
        if method == "POST":
            return await app.post(apollo())
        headers = {"content-type": "application/json", "accept": "application/graphql-response+json, application/json"}
        return await app.http.get("/graphql", params=in_url(apollo()), headers=headers)

    miss = await by_hash()
    assert (miss.json()["errors"][0]["message"], code(miss)) == ("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND")
    assert miss.headers["cache-control"] == "no-store"
    assert miss.status_code == 200
    sent = await app.post(apollo(query=QUERY))
    hit = await by_hash()
    assert hit.json()["data"] == sent.json()["data"] == {"topics": []}


async def test_a_wrong_hash_is_refused_and_registers_nothing(app: App) -> None:
    assert code(await app.post(apollo("0" * 64, query=QUERY))) == "PERSISTED_QUERY_MISMATCH"
    assert code(await app.post(apollo("0" * 64))) == "PERSISTED_QUERY_NOT_FOUND"
    assert code(await app.post(apollo("0" * 64, query=operation("Directory")))) == "PERSISTED_QUERY_MISMATCH"


async def test_an_invalid_document_registers_nothing(app: App) -> None:
    bad = "{ nothing }"
    sha256 = hashlib.sha256(bad.encode()).hexdigest()
    assert code(await app.post(apollo(sha256, query=bad))) == "GRAPHQL_VALIDATION_FAILED"
    assert code(await app.post(apollo(sha256))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "extensions",
    [
        {"persistedQuery": "x"},
        {"persistedQuery": {"version": 2, "sha256Hash": SHA256}},
        {"persistedQuery": {"version": 1, "sha256Hash": 7}},
    ],
)
async def test_a_malformed_extension_is_said_to_be(app: App, extensions: dict[str, Any]) -> None:
    answer = await app.post({"extensions": extensions})
    assert (answer.status_code, code(answer)) == (400, "MALFORMED_REQUEST")


@pytest.mark.parametrize("prefix", ["", "sha256:"])
async def test_trusted_documents_go_by_their_id(app: App, prefix: str) -> None:
    directory = hashlib.sha256(operation("Directory").strip().encode()).hexdigest()
    posted = await app.post({"documentId": prefix + directory})
    got = await app.http.get("/graphql", params={"documentId": prefix + directory})
    assert posted.json()["data"] == got.json()["data"] == {"topics": [], "organs": [], "regions": []}


async def test_get_takes_no_text_it_does_not_know(app: App) -> None:
    assert code(await app.http.get("/graphql", params={"query": QUERY})) == "QUERY_NOT_KNOWN"
    await app.post(apollo(query=QUERY))
    assert (await app.http.get("/graphql", params={"query": QUERY})).json()["data"] == {"topics": []}


async def test_get_changes_nothing(app: App) -> None:
    text = operation("Follow")
    answer = await app.http.get("/graphql", params={"query": text})
    assert (answer.status_code, code(answer), answer.headers["allow"]) == (405, "METHOD_NOT_ALLOWED", "GET, POST")


@pytest.mark.parametrize(
    "url",
    ["?query=%FF", "?variables={", "?query={a}&extensions=[]", "?query={a}&variables=7", "?" + "a=b&" * 50, "", "?%00"],
)
async def test_get_with_nonsense(app: App, url: str) -> None:
    answer = await app.http.get("/graphql" + url)
    assert (answer.status_code, code(answer)) == (400, "MALFORMED_REQUEST")


async def test_another_process_knows_what_was_registered_here(deps: Deps, redis: Redis) -> None:
    one, two = (app_on(dataclasses.replace(deps, redis=redis)) for _ in range(2))
    async with one.http, two.http:
        await one.post(apollo(query=QUERY))
        assert (await two.post(apollo())).json()["data"] == {"topics": []}


async def test_shared_texts_are_bounded_and_the_oldest_go(redis: Redis) -> None:
    writer = RegisteredQueries(Shared(redis), kept_here=1, kept_shared=3)
    for number in range(5):
        await writer.put(str(number), f"text {number}")
    reader = RegisteredQueries(Shared(redis))
    assert [await reader.get(str(number)) for number in range(5)] == [None, None, "text 2", "text 3", "text 4"]
    assert await redis.hlen("{zhengwu:apq}:texts") == 3


async def test_without_valkey_a_process_knows_its_own(deps: Deps) -> None:
    nowhere = Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2)
    app = app_on(dataclasses.replace(deps, redis=nowhere))
    async with nowhere, app.http:
        await app.post(apollo(query=QUERY))
        assert (await app.post(apollo())).json()["data"] == {"topics": []}


@pytest.fixture
async def closed(deps: Deps) -> AsyncIterator[App]:
    app = app_on(dataclasses.replace(deps, trusted_only=True))
    async with app.http:
        yield app


async def test_where_only_trusted_documents_run(closed: App) -> None:
    assert "errors" not in (await closed.post({"query": operation("Directory")})).json()
    for body in ({"query": QUERY}, apollo(query=QUERY), apollo(), {"documentId": "nobody's"}):
        assert code(await closed.post(body)) == "DOCUMENT_NOT_TRUSTED"


def test_manifest_is_generated_from_the_operations() -> None:
    assert OURS.read_bytes() == manifest.manifest(), "run: uv run python -m mobile_api.manifest"


def test_manifests_of_older_versions_are_read_beside_ours(tmp_path: Path) -> None:
    old = {"id": "old-1", "name": "Names", "type": "query", "body": QUERY, "clientName": "ios"}
    (tmp_path / "ios-3.0.json").write_text(
        json.dumps({"format": "apollo-persisted-query-manifest", "version": 1, "operations": [old]})
    )
    trusted = trusted_documents(manifests_in(tmp_path))
    assert trusted.by_id["old-1"] == QUERY
    assert len(trusted.by_id) > 5


@pytest.mark.parametrize(
    "content", ["", "{}", '{"format": "apollo-persisted-query-manifest", "version": 2, "operations": []}']
)
def test_a_manifest_that_cannot_be_read_stops_the_start(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.json").write_text(content)
    with pytest.raises(ManifestInvalid):
        trusted_documents(manifests_in(tmp_path))


async def test_a_trusted_document_that_this_schema_cannot_answer_stops_the_start(deps: Deps) -> None:
    trusted = dataclasses.replace(deps.trusted, by_id={"x": "{ nothing }"})
    with pytest.raises(ManifestInvalid):
        app_on(dataclasses.replace(deps, trusted=trusted))
