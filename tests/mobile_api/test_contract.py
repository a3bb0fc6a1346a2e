"""Installed apps go on working: nothing of the last release is gone that was not deprecated in it."""

from pathlib import Path

import pytest
from graphql import build_schema

from mobile_api.contract import broken_promises
from mobile_api.export import sdl
from mobile_api.schema import core_schema
from tests.mobile_api.client import OPERATIONS

RELEASED = Path(OPERATIONS.parent, "released/schema.graphql").read_text("utf-8")


def test_the_present_schema_keeps_what_the_last_release_promised() -> None:
    assert broken_promises(RELEASED, sdl()) == [], "deprecate it with a reason and keep it working for one release"


BEFORE = 'type Query { feed(first: Int): Int old: Int @deprecated(reason: "feed") colour: Colour } enum Colour { RED }'


@pytest.mark.parametrize(
    ("present", "broken"),
    [
        ("type Query { feed(first: Int): Int colour: Colour } enum Colour { RED BLUE }", 0),
        ("type Query { old: Int colour: Colour } enum Colour { RED }", 1),
        ("type Query { feed(first: Int!): Int old: Int colour: Colour } enum Colour { RED }", 1),
        ("type Query { feed(first: Int): String old: Int colour: Colour } enum Colour { RED }", 1),
        ("type Query { feed(first: Int): Int old: Int colour: Colour } enum Colour { BLUE }", 1),
        ("type Query { feed(first: Int, after: Int!): Int old: Int colour: Colour } enum Colour { RED }", 1),
    ],
)
def test_what_breaks_an_app_is_seen(present: str, broken: int) -> None:
    assert len(broken_promises(BEFORE, present)) == broken


def test_what_was_deprecated_in_a_release_may_go_in_the_next_one_and_not_before() -> None:
    """The fields that apps of the last release send are all still there, deprecated ones too."""
    fields = core_schema().mutation_type
    assert fields
    released = build_schema(RELEASED).mutation_type
    assert released
    assert set(released.fields) <= set(fields.fields)
    without = sdl().replace("  follow(", "  followed(")
    assert any("Mutation.follow " in broken for broken in broken_promises(RELEASED, without))
