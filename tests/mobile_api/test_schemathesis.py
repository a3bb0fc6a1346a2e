"""schemathesis: whatever the schema allows to be asked, by anybody, is answered; never a 5xx, never a word about us.

Bounded and the same every time: a failure here is a failure for everybody who runs the tests.
"""

import re
from typing import Any

import httpx
import pytest
import schemathesis
from graphql import GraphQLObjectType, StringValueNode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.graphql.schemas import GraphQLSchema

from content_models.residents import repository as residents
from content_models.residents.documents import Resident
from content_models.topics import repository as topics
from mobile_api.schema import core_schema
from tests.mobile_api.city import City
from tests.mobile_api.client import OPERATIONS, App

DAYS = st.dates().map(lambda day: StringValueNode(value=day.isoformat()))
MOMENTS = st.datetimes().map(lambda moment: StringValueNode(value=f"{moment.isoformat()}Z"))
schemathesis.graphql.scalar("Date", DAYS)
schemathesis.graphql.scalar("DateTime", MOMENTS)
SCHEMA: GraphQLSchema = schemathesis.graphql.from_path(OPERATIONS.parent / "schema.graphql")

OURSELVES = re.compile(
    r"Traceback|\.py\b|site-packages|0x[0-9a-f]{6}|pymongo|beanie|strawberry|tantivy|redis|mongodb|pydantic|"
    r"[A-Z][a-z]+(?:Error|Exception)\b|hunter2",
    re.IGNORECASE,
)
asked_everything = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),  # big documents of a big schema, and one app for all of them
)


def any_of(kind: str) -> st.SearchStrategy[Any]:
    """A document that asks one root field, all of them alike."""
    root = core_schema().type_map[kind]
    assert isinstance(root, GraphQLObjectType)
    return st.one_of([SCHEMA[kind][name].as_strategy() for name in root.fields])


@pytest.fixture
async def inhabited(city: City, app: App) -> App:
    await residents.insert(Resident(id="somebody", created_at=city.store.now()))
    await topics.seed()
    policy = await city.policy("示例办法")
    await city.interpretation(policy, "《示例办法》解读")
    await city.project()
    await app.refresh()
    return app


def require_innocent(response: httpx.Response, asked: str) -> None:
    assert response.status_code < 500, (asked, response.text)
    answer = response.json()
    assert answer.keys() & {"data", "errors"}
    for error in answer.get("errors", ()):
        assert error["extensions"]["code"] not in {"", "INTERNAL"}, (asked, error)
        assert not OURSELVES.search(error["message"]), (asked, error)


@asked_everything
@given(case=any_of("Query"), known=st.booleans())
async def test_whatever_may_be_asked(inhabited: App, case: Any, known: bool) -> None:
    inhabited.token = "viewer:somebody:session" if known else None
    require_innocent(await inhabited.post({"query": case.body}), case.body)


@asked_everything
@given(case=any_of("Mutation"), known=st.booleans())
async def test_whatever_may_be_changed(inhabited: App, case: Any, known: bool) -> None:
    inhabited.token = "viewer:somebody:session" if known else None
    require_innocent(await inhabited.post({"query": case.body}), case.body)
