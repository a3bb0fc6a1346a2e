"""Everything that can go wrong or another way in a resolver, through both executors: the bytes are the same."""

import asyncio
import enum
import random
from collections.abc import AsyncIterator
from typing import Annotated, Any

import pytest
import strawberry
from graphql import GraphQLSchema
from strawberry.dataloader import DataLoader
from structlog.testing import capture_logs

from mobile_api.fields import batched
from tests.mobile_api.compiled import oracle
from tests.mobile_api.compiled.queries import valid_query


class Colour(enum.Enum):
    red = "RED!"
    blue = "BLUE!"


strawberry.enum(Colour)


async def squares(numbers: list[int]) -> list[int | Exception]:
    return [number * number if number != 13 else ValueError("thirteen") for number in numbers]


class Context:
    def __init__(self) -> None:
        self.squares: DataLoader[int, int] = DataLoader(load_fn=squares)


Info = strawberry.Info[Context, None]


@strawberry.interface
class Shape:
    number: int

    @strawberry.field
    def label(self) -> str:
        return f"形状{self.number}"

    @strawberry.field
    @batched
    async def square(self, info: Info) -> int | None:
        return await info.context.squares.load(self.number)

    @strawberry.field
    @batched
    async def fourth(self, info: Info) -> int:
        return await info.context.squares.load(await info.context.squares.load(self.number))


@strawberry.type
class Disc(Shape):
    @strawberry.field
    def colour(self) -> Colour | None:
        return [Colour.red, Colour.blue, None][self.number % 3]

    @strawberry.field
    async def slow(self) -> str | None:
        await asyncio.sleep(0)
        return None if self.number % 2 else "慢"

    @strawberry.field
    def never_null(self) -> str:
        return None if self.number == 2 else "有"  # type: ignore[return-value]


@strawberry.type
class Box(Shape):
    @strawberry.field
    def inside(self) -> list[Annotated["Shape", strawberry.lazy("tests.mobile_api.compiled.test_own_ways")] | None]:
        return [Disc(number=self.number + 1), None, Box(number=13)] if self.number < 12 else []

    @strawberry.field
    def fails(self) -> str | None:
        raise RuntimeError("broken")


@strawberry.type
class Outcome:
    big: int
    text: str


@strawberry.type
class Query:
    @strawberry.field
    def shapes(self, first: int = 3) -> list[Shape]:
        return [(Disc, Box)[number % 2](number=number) for number in range(first)]

    @strawberry.field
    async def shape(self, number: int) -> Disc | Box | None:
        await asyncio.sleep(0)
        return None if number < 0 else (Disc, Box)[number % 2](number=number)

    @strawberry.field
    def broken(self) -> list[Shape] | None:
        return [Disc(number=1), None]  # type: ignore[list-item]

    @strawberry.field
    def wrong(self) -> Outcome | None:
        return Outcome(big=2**40, text=7)  # type: ignore[arg-type]

    @strawberry.field
    async def fails_later(self) -> str | None:
        await asyncio.sleep(0)
        raise RuntimeError("broken later")


@strawberry.type
class Mutation:
    @strawberry.mutation
    def change(self) -> int:
        return 1


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self) -> AsyncIterator[int]:
        yield 1


SCHEMA: GraphQLSchema = strawberry.Schema(Query, Mutation, Subscription, types=[Disc, Box])._schema


async def both(source: str, variables: dict[str, Any] | None = None) -> tuple[bytes | None, bytes]:
    document = oracle.trusted(SCHEMA, source)
    compiled = await oracle.compiled(SCHEMA, document, variables or {}, Context())
    return compiled, await oracle.interpreted(SCHEMA, document, variables or {}, Context())


@pytest.mark.parametrize(
    "source",
    [
        "{ shapes { __typename number label } }",
        "{ shapes { square fourth ... on Disc { colour slow } } }",
        "{ shapes { number ... on Disc { number s: square } ... on Box { inside { number label } } } }",
        "{ shape(number: 4) { ... on Disc { number colour } ... on Box { number } } }",
        "{ shape(number: -1) { __typename } }",
        "{ a: shapes(first: 1) { number } b: shapes(first: 2) { number } a: shapes(first: 1) { label } }",
        "{ shapes(first: 0) { number } }",
        "query($n: Int = 2) { shapes(first: $n) { ...F } } fragment F on Shape { ...G } fragment G on Disc { slow }",
    ],
)
async def test_what_goes_well_is_compiled(source: str) -> None:
    compiled, interpreted = await both(source)
    assert compiled == interpreted


@pytest.mark.parametrize(
    "source",
    [
        "{ shapes { ... on Box { fails } } }",
        "{ shapes { ... on Disc { neverNull } } }",
        "{ shape(number: 2) { ... on Disc { neverNull } } }",
        "{ broken { number } }",
        "{ wrong { big } }",
        "{ failsLater }",
        "{ shapes(first: 14) { square } }",
        "{ shapes(first: 14) { fourth } }",
        "query($n: Int!) { shapes(first: $n) { number } }",
    ],
)
async def test_what_goes_wrong_is_left_to_graphql_core(source: str) -> None:
    compiled, interpreted = await both(source)
    assert compiled is None
    assert b'"errors"' in interpreted


@pytest.mark.parametrize("skip", [True, False])
@pytest.mark.parametrize("include", [True, False])
async def test_conditions(skip: bool, include: bool) -> None:
    source = """query($s: Boolean!, $i: Boolean = true) {
      shapes @skip(if: $s) { number @include(if: $i) ...F @skip(if: false) label @include(if: true) }
      x: shape(number: 3) @include(if: $i) { __typename }
    } fragment F on Shape { label @skip(if: true) square @include(if: $i) @skip(if: $s) }"""
    compiled, interpreted = await both(source, {"s": skip, "i": include})
    assert compiled == interpreted


@pytest.mark.parametrize("source", ["mutation { change }", "subscription { ticks }"])
async def test_what_changes_something_or_goes_on_is_never_compiled(source: str) -> None:
    document = oracle.trusted(SCHEMA, source)
    assert await oracle.compiled(SCHEMA, document, {}, Context()) is None


async def test_any_query() -> None:
    arguments = {"shape": "number: 5"}
    taken = 0
    for seed in random.sample(range(1_000_000), 100):
        source = valid_query(SCHEMA, seed, arguments)
        with capture_logs():
            compiled, interpreted = await both(source, {"a": seed % 2 == 0, "b": seed % 3 == 0})
        assert compiled == (None if b'"errors"' in interpreted else interpreted), (seed, source)
        taken += compiled is not None
    assert 0 < taken < 100  # about a sixth: in most of them something goes wrong
