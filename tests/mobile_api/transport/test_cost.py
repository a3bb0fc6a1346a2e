"""What an operation may touch, counted before it runs."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, build_schema, parse

from mobile_api.schema import core_schema
from mobile_api.transport.cost import CostPlan, cost_of, points
from mobile_api.transport.limits import Limits
from mobile_api.transport.selections import Selections
from tests.mobile_api.client import OPERATIONS, App

LISTS = build_schema("""
  type Query { items(first: Int): Items! name: String many: [Thing!]! one: Thing }
  type Items { edges: [Edge!]! total: Int }
  type Edge { node: Thing! }
  type Thing { id: ID! parts(first: Int): [Thing!]! owner: Thing }
""")


def plan(source: str, schema: Any = LISTS) -> CostPlan:
    document = parse(source)
    (operation,) = (part for part in document.definitions if isinstance(part, OperationDefinitionNode))
    return cost_of(schema, Selections(schema, document), operation)


@pytest.mark.parametrize(
    ("source", "variables", "nodes"),
    [
        ("{ name __typename }", {}, 0),
        ("{ one { id } }", {}, 1),
        ("{ one { id owner { id } } }", {}, 2),
        ("{ many { id } }", {}, 10),
        ("{ many { owner { id } } }", {}, 20),
        ("{ items(first: 5) { total edges { node { id } } } }", {}, 5 * 3),
        ("{ items { edges { node { id } } } }", {}, 10 * 3),
        ("query($n: Int) { items(first: $n) { total } }", {"n": 7}, 7),
        ("query($n: Int = 9) { items(first: $n) { total } }", {}, 9),
        ("query($n: Int) { items(first: $n) { total } }", {"n": 10**9}, 100),
        ("query($n: Int) { items(first: $n) { total } }", {"n": "x"}, 10),
        ("query($n: Int) { items(first: $n) { total } }", {"n": -4}, 1),
        ("{ items(first: 3) { edges { node { parts(first: 4) { id } } } } }", {}, 3 * (1 + 1 + 1 + 4)),
        ("{ ...F ...F } fragment F on Query { one { id } }", {}, 2),
        ("{ a: one { id } b: one { id } ... on Query { one { id } } }", {}, 3),
    ],
)
def test_counted(source: str, variables: dict[str, Any], nodes: int) -> None:
    assert plan(source).nodes(variables) == nodes


def test_an_argument_that_is_left_out_counts_as_its_default() -> None:
    assert plan("{ feed { edges { node { id } } } }", core_schema()).nodes({}) == 20 * 3


def test_fragments_that_double_forty_times_are_summed_at_once() -> None:
    spreads = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(40))
    assert plan(f"{{ ...F0 }} {spreads} fragment F40 on Query {{ one {{ id }} }}").nodes({}) == 2**40


@pytest.mark.parametrize(("nodes", "expected"), [(0, 1), (1, 1), (100, 1), (101, 2), (20_000, 200)])
def test_points(nodes: int, expected: int) -> None:
    assert points(nodes) == expected


def test_what_the_app_sends_is_affordable_at_its_usual_size() -> None:
    for path in OPERATIONS.glob("*.graphql"):
        assert plan(path.read_text("utf-8"), core_schema()).nodes({"first": 20}) <= Limits().nodes / 2, path.stem


WIDE = """{ feed(first: 100) { edges { node { topics { id } ... on Policy { interpretations { topics { id }
  policies { topics { id } issuers { id } } } } } } } }"""


async def test_what_costs_too_much_is_refused_before_it_runs(app: App) -> None:
    answer = await app.ask(WIDE)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "QUERY_TOO_COSTLY"
    assert error["extensions"]["details"]["nodes"] > Limits().nodes == error["extensions"]["details"]["largest"]


async def test_every_answer_says_what_it_cost(app: App) -> None:
    answer = await app.ask("{ feed(first: 20) { edges { node { id } } } }")
    cost = answer["extensions"]["cost"]
    assert cost == {"nodes": 60, "requested": 1, "remaining": Limits().address_points - 1}
