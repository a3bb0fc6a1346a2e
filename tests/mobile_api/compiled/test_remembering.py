"""Objects that remember what their fields are: asked once, told alike, and never what was not as it should be."""

from collections import Counter

import strawberry
from graphql import GraphQLSchema

from mobile_api.compiled.cards import Cards
from mobile_api.compiled.programs import Programs
from mobile_api.compiled.remembering import Memory, Remembering
from mobile_api.fields import batched, lasting
from mobile_api.hints import PRIVATE
from tests.mobile_api.compiled import oracle

ASKED: Counter[str] = Counter()
Info = strawberry.Info[dict[str, object], None]


@strawberry.type
class Part(Remembering):
    number: int

    @strawberry.field
    def name(self) -> str:
        ASKED["name"] += 1
        return f"零件{self.number}"


@strawberry.type
class Whole(Remembering):
    number: int

    @strawberry.field
    def label(self) -> str:
        ASKED["label"] += 1
        return f"整体{self.number}"

    @strawberry.field
    def times(self, by: int = 2) -> int:
        ASKED["times"] += 1
        return self.number * by

    @strawberry.field
    @lasting
    async def parts(self) -> list[Part]:
        ASKED["parts"] += 1
        return [Part(number=number) for number in range(self.number)]

    @strawberry.field
    @lasting
    async def first(self) -> Part | None:
        ASKED["first"] += 1
        return Part(number=0) if self.number else None

    @strawberry.field
    @batched
    async def now(self) -> int:
        ASKED["now"] += 1
        return ASKED["now"]

    @strawberry.field(directives=[PRIVATE])
    def own(self) -> int:
        ASKED["own"] += 1
        return 1

    @strawberry.field
    @lasting
    async def wrong(self) -> Part:
        ASKED["wrong"] += 1
        return None  # type: ignore[return-value]


@strawberry.type
class Query:
    @strawberry.field
    def wholes(self, info: Info) -> list[Whole]:
        return info.context["wholes"]  # type: ignore[return-value]


SCHEMA: GraphQLSchema = strawberry.Schema(Query)._schema


async def three_times(source: str, room: int = 100) -> None:
    """Both executors alike each time, the compiled one with what it remembers."""
    document, programs, memory = oracle.trusted(SCHEMA, source), Programs(SCHEMA, {}), Memory(room)
    wholes = [Whole(number=number) for number in range(3)]
    expected = await oracle.interpreted(SCHEMA, document, {}, {"wholes": wholes})
    memory.include(wholes)
    ASKED.clear()
    for _ in range(3):
        result = await programs.run(document, {}, {"wholes": wholes}, None, memory)
        assert (oracle.written(result) if result else None) == (None if b'"errors"' in expected else expected)


async def test_asked_once() -> None:
    await three_times(
        "{ wholes { __typename a: number label b: label parts { __typename name number } first { name } } }"
    )
    assert ASKED == {"label": 3, "parts": 3, "first": 3, "name": 3 + 2}


async def test_lists_within_what_is_remembered() -> None:
    await three_times("{ wholes { parts { __typename } first { __typename x: name y: name } label } }")
    assert ASKED == {"parts": 3, "first": 3, "label": 3, "name": 2}


async def test_what_takes_arguments_or_is_ones_own_is_asked_each_time() -> None:
    await three_times("{ wholes { own label times times3: times(by: 3) } }")
    assert ASKED == {"label": 3, "own": 9, "times": 18}


async def test_what_is_batched_only_is_asked_each_time() -> None:
    document, programs, memory = oracle.trusted(SCHEMA, "{ wholes { now label } }"), Programs(SCHEMA, {}), Memory(9)
    wholes = [Whole(number=1)]
    memory.include(wholes)
    ASKED.clear()
    told = [await programs.run(document, {}, {"wholes": wholes}, None, memory) for _ in range(2)]
    assert [one.data["wholes"][0]["now"] for one in told if one and one.data] == [1, 2]


async def test_what_is_not_as_it_should_be_is_not_remembered() -> None:
    await three_times("{ wholes { label wrong { name } } }")
    assert ASKED["wrong"] == 3


async def test_those_beyond_the_room_are_asked_each_time() -> None:
    await three_times("{ wholes { label parts { name } first { name } } }", room=1)
    assert ASKED["label"] == 1 + 3 + 3


async def with_cards(source: str, cards: Cards, room: int) -> None:
    """Four answers alike, whatever of them was a finished piece."""
    document, memory = oracle.trusted(SCHEMA, source), Memory(room)
    programs = Programs(SCHEMA, {"Part": lambda part: str(part.number)})
    wholes = [Whole(number=number) for number in range(3)]
    expected = await oracle.interpreted(SCHEMA, document, {}, {"wholes": wholes})
    memory.include(wholes)
    for _ in range(4):
        result = await programs.run(document, {}, {"wholes": wholes}, cards, memory)
        assert result
        assert oracle.written(result) == expected


async def test_an_object_bears_its_pieces_one_for_each_selection() -> None:
    cards = Cards()
    await with_cards("{ wholes { label a: first { name } b: first { number name } } }", cards, room=100)
    assert len(cards) == 4  # of two parts: the first whole has none


async def test_pieces_of_objects_that_remember_nothing_are_found_by_what_they_are_of() -> None:
    cards = Cards()
    await with_cards("{ wholes { label a: first { name } b: first { number name } } }", cards, room=3)
    assert len(cards) == 2


async def test_without_room_every_page_is_put_together_anew() -> None:
    cards = Cards(most_bytes=0)
    await with_cards("{ wholes { label first { name } parts { number } } }", cards, room=100)
    assert len(cards) == 0


async def test_a_piece_of_one_document_is_not_anothers() -> None:
    wholes, cards, memory = [Whole(number=2)], Cards(), Memory(100)
    memory.include(wholes)
    programs = Programs(SCHEMA, {"Part": lambda part: str(part.number)})
    for source in ("{ wholes { first { name } } }", "{ wholes { first { x: name } } }") * 2:
        document = oracle.trusted(SCHEMA, source)
        result = await programs.run(document, {}, {"wholes": wholes}, cards, memory)
        assert result
        assert oracle.written(result) == await oracle.interpreted(SCHEMA, document, {}, {"wholes": wholes})
