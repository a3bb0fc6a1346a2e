"""GraphQL over HTTP: methods, media types and statuses."""

import dataclasses

import pytest

from mobile_api.context import Deps
from mobile_api.transport.negotiation import JSON, RESPONSE_JSON
from tests.mobile_api.client import App, app_on

GOOD, BAD = {"query": "{ topics { id } }"}, {"query": "{ nothing }"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_not_taken(app: App, method: str) -> None:
    answer = await app.http.request(method, "/graphql", params={"query": "{ topics { id } }"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")
    assert answer.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


@pytest.mark.parametrize(
    ("body", "accept", "status", "media_type", "has_data"),
    [
        (GOOD, JSON, 200, JSON, True),
        (GOOD, RESPONSE_JSON, 200, RESPONSE_JSON, True),
        (BAD, JSON, 200, JSON, False),
        (BAD, RESPONSE_JSON, 400, RESPONSE_JSON, False),
        (GOOD, "text/html", 406, JSON, False),
    ],
)
async def test_status_follows_the_media_type(
    app: App, body: dict[str, str], accept: str, status: int, media_type: str, has_data: bool
) -> None:
    answer = await app.post(body, accept=accept)
    assert answer.status_code == status
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert ("data" in answer.json()) is has_data


async def test_operation_is_chosen_by_name(app: App) -> None:
    query = "query A { topics { id } } query B { organs { id } }"
    answer = await app.post({"query": query, "operationName": "B"})
    assert answer.json()["data"] == {"organs": []}
    wrong = await app.post({"query": query, "operationName": "C"})
    assert wrong.json()["errors"][0]["extensions"]["code"] == "OPERATION_NOT_FOUND"


async def test_chinese_is_sent_as_it_is(app: App) -> None:
    answer = await app.post({"query": "{ feed(first: 0) { hasNewer } }"})
    assert "每页条数" in answer.text


@pytest.mark.parametrize("introspection", [True, False])
async def test_schema_is_told_only_where_that_is_switched_on(deps: Deps, introspection: bool) -> None:
    app = app_on(dataclasses.replace(deps, introspection=introspection))
    async with app.http:
        assert ("errors" in await app.ask("{ __schema { queryType { name } } }")) is not introspection
        message = (await app.ask("{ topicz { id } }"))["errors"][0]["message"]
        assert ("Did you mean" in message) is introspection
        assert (await app.ask("{ __typename }"))["data"] == {"__typename": "Query"}
        page = await app.http.get("/graphiql")
        assert (page.status_code == 200) is introspection


async def test_graphiql_page_has_no_inline_script_and_names_no_other_host(deps: Deps) -> None:
    app = app_on(dataclasses.replace(deps, introspection=True))
    async with app.http:
        page = await app.http.get("/graphiql")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.text.count("<script src=") == page.text.count("<script")
    assert "//" not in page.text
