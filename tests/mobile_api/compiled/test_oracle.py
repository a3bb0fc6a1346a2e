"""Compiled code and graphql-core answer the same bytes: the app's documents, and any query, over a filled city."""

import dataclasses
import random
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationType

from content_models.official_text.doc_no import DocNo
from content_models.releases.documents import Issuer, PolicyFacts, ReleaseKind
from content_models.residents.documents import Resident
from content_models.topics import repository as topics
from mobile_api.compiled.cards import Cards
from mobile_api.compiled.programs import Programs
from mobile_api.context import Context
from mobile_api.identities import IDENTITIES
from mobile_api.keeping import Generation, Generations
from mobile_api.schema import core_schema
from tests.mobile_api.city import City
from tests.mobile_api.client import KEEPING, OPERATIONS, App, app_on, operation
from tests.mobile_api.compiled import oracle
from tests.mobile_api.compiled.queries import valid_query

SCHEMA = core_schema()
QUERIES = [
    path.stem
    for path in sorted(OPERATIONS.glob("*.graphql"))
    if oracle.trusted(SCHEMA, path.read_text("utf-8")).kind is OperationType.QUERY
]
VARIABLES: dict[str, dict[str, Any]] = {
    "Bundle": {"of": {"slug": "slug0001"}},
    "Compare": {"id": "release-0001"},
    "Guide": {"id": "release-0001"},
    "InForceOn": {"date": "2026-03-02"},
    "Marks": {"releaseIds": ["release-0001", "release-0002"]},
    "Nodes": {"ids": []},
    "Organ": {"id": "water-company"},
    "Policy": {"id": "release-0001", "on": "2026-03-02"},
    "PolicyWithInterpretations": {"slug": "slug0001"},
    "Release": {"id": "release-0001"},
    "Releases": {"ids": ["release-0001", "release-0002", "gone"]},
    "Search": {"text": "示例"},
    "Suggest": {"prefix": "示"},
}
REFUSED = {"Search", "Suggest"}  # there is no index here
SHOW_CARDS = {"Feed", "Changes", "Headlines"}  # with what this city has published
AT_HOME = {"Feed", "Directory", "PolicyWithInterpretations", "Release"}  # answered without a viewer


@pytest.fixture
async def filled(city: City, app: App) -> App:
    await topics.seed()
    await Resident(id="resident-1", created_at=city.store.now()).insert()
    facts = PolicyFacts(
        doc_no=DocNo(code="示政发", year=2026, seq=7), issuers=[Issuer(name="某", organ_id="water-company")]
    )
    for number in range(3):
        policy = await city.policy(f"示例政策{number}", facts, topics=["water-power", "gone"], summary="概述“引号”\n")
        await city.interpretation(policy, f"一图读懂{number}", topics=["health"])
    await city.release("停水通知", ReleaseKind.service_alert, region_code="320100")
    await city.withdraw(await city.release("将被撤回"))
    await city.project()
    await app.refresh()
    return app


def viewer(app: App, name: str, generation: Generation | None = None) -> Context:
    return Context(app.deps, None if name in AT_HOME else "Bearer viewer:resident-1", generation)


@pytest.mark.parametrize("name", QUERIES)
async def test_the_apps_documents(filled: App, name: str) -> None:
    document, variables = oracle.trusted(SCHEMA, operation(name)), VARIABLES.get(name, {})
    expected = await oracle.interpreted(SCHEMA, document, variables, viewer(filled, name))
    failed = b'"errors"' in expected
    assert failed is (name in REFUSED), expected
    assert await oracle.compiled(SCHEMA, document, variables, viewer(filled, name)) == (None if failed else expected)


@pytest.mark.parametrize("name", QUERIES)
async def test_cards_from_other_pages_change_no_byte(filled: App, name: str) -> None:
    document, variables = oracle.trusted(SCHEMA, operation(name)), VARIABLES.get(name, {})
    expected = await oracle.interpreted(SCHEMA, document, variables, viewer(filled, name))
    programs, cards = Programs(SCHEMA, IDENTITIES), Cards()
    for _ in range(2):
        result = await programs.run(document, variables, viewer(filled, name), cards)
        assert (oracle.written(result) if result else None) == (None if b'"errors"' in expected else expected)
    assert (len(cards) > 0) is (name in SHOW_CARDS)


@pytest.mark.parametrize("name", QUERIES)
async def test_what_objects_remember_changes_no_byte(filled: App, name: str) -> None:
    document, variables = oracle.trusted(SCHEMA, operation(name)), VARIABLES.get(name, {})
    expected = await oracle.interpreted(SCHEMA, document, variables, viewer(filled, name))
    programs, generations = Programs(SCHEMA, IDENTITIES), Generations(KEEPING)
    for _ in range(3):
        context = viewer(filled, name, generations.current(1))
        result = await programs.run(document, variables, context, None, context.memory)
        assert (oracle.written(result) if result else None) == (None if b'"errors"' in expected else expected)


async def test_any_query(filled: App) -> None:
    """Forty at a time, and others tomorrow: the seed stands in the message. The second executor has objects that
    remember what the queries before it asked."""
    generations = Generations(KEEPING)
    arguments = {"feed": "first: 4", "release": 'id: "release-0001"', "releaseBySlug": 'slug: "slug0008"'}
    taken = 0
    for seed in random.sample(range(1_000_000), 40):
        source = valid_query(SCHEMA, seed, arguments)
        document, variables = oracle.trusted(SCHEMA, source), {"a": seed % 2 == 0, "b": seed % 3 == 0}
        context = Context(filled.deps, "Bearer viewer:resident-1")
        expected = await oracle.interpreted(SCHEMA, document, variables, context)
        got = await oracle.compiled(SCHEMA, document, variables, context, dict(IDENTITIES), Cards())
        assert got == (None if b'"errors"' in expected else expected), (seed, source)
        for _ in range(2):
            keeping = Context(filled.deps, "Bearer viewer:resident-1", generations.current(1))
            again = await Programs(SCHEMA, {}).run(document, variables, keeping, None, keeping.memory)
            assert (oracle.written(again) if again else None) == got, (seed, source)
        taken += got is not None
    assert taken > 20


async def test_over_http_nobody_can_tell(filled: App) -> None:
    """The text of the document with one more space is not on the list, so it is interpreted."""
    keeping = app_on(dataclasses.replace(filled.deps, keeping=KEEPING))
    text = operation("Feed").replace("query Feed", "query  Feed")
    async with keeping.http:
        for _ in range(2):
            by_list, by_text = [await keeping.post({"query": query}) for query in (operation("Feed"), text)]
            assert by_list.content == by_text.content


async def test_a_failing_page_says_what_graphql_core_says(filled: App) -> None:
    text = operation("Feed").replace("query Feed", "query  Feed")
    answers = [await filled.post({"query": query, "variables": {"first": 0}}) for query in (operation("Feed"), text)]
    assert answers[0].json()["errors"] == [
        {**answers[1].json()["errors"][0], "locations": answers[0].json()["errors"][0]["locations"]}
    ]
    assert answers[0].json()["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


def test_operations_are_all_known_here() -> None:
    assert {Path(name).stem for name in VARIABLES} <= set(QUERIES)
