"""Whatever arrives, there is an answer: a GraphQL response with codes, never a crash and never INTERNAL."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mobile_api.client import App

# The app's empty feed and its store serve every example alike.
thorough = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])

words = st.sampled_from(
    [
        *("{", "}", "{", "}", "(", ")", "[", "]", ":", "!", "=", "...", "@", "$", '"', '"""', "#", "&", "|", "\n"),
        *("query", "mutation", "subscription", "fragment", "F", "on", "Policy", "Release", "Query", "true", "null"),
        *("feed", "edges", "node", "title", "pageInfo", "hasNewer", "__typename", "x:", "first: 1", "(first: 1)"),
        *("{ feed { hasNewer } }", "...F", "fragment F on Query { feed { hasNewer } }", "@skip(if: true)", "$v: Int"),
        *("release(id: 7)", '(after: "x")', "channels: [{}]", "停水", "\ufeff", "\ud83d\ude00", "1e999", "-0", "\x00"),
    ]
)
queries = st.lists(words, max_size=25).map(" ".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


async def send(app: App, content: bytes) -> None:
    response = await app.http.post("/graphql", content=content, headers={"content-type": "application/json"})
    answer = response.json()
    assert response.status_code < 500
    assert answer.keys() & {"data", "errors"}
    for error in answer.get("errors", []):
        assert error["message"]
        assert error["extensions"]["code"] not in {"", "INTERNAL"}


@thorough
@given(query=queries, variables=st.none() | st.dictionaries(st.sampled_from(["v", "w"]), values))
async def test_any_query(app: App, query: str, variables: dict[str, Any] | None) -> None:
    await send(app, json.dumps({"query": query, "variables": variables}).encode())


@thorough
@given(content=st.binary() | values.map(lambda value: json.dumps(value).encode()))
async def test_any_bytes(app: App, content: bytes) -> None:
    await send(app, content)


@thorough
@given(first=values, after=values, channels=values)
async def test_any_variables(app: App, first: Any, after: Any, channels: Any) -> None:
    query = "query($first: Int!, $after: String, $channels: [ChannelInput!])"
    query += "{ feed(first: $first, after: $after, channels: $channels) { hasNewer } }"
    variables = {"first": first, "after": after, "channels": channels}
    await send(app, json.dumps({"query": query, "variables": variables}).encode())
