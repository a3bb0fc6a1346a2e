"""What a document asks for is measured with its fragments written out, and refused before validation."""

import pytest
from graphql import parse

from mobile_api.transport.errors import QueryTooDeep, TooManyAliases, TooManyDirectives
from mobile_api.transport.limits import Limits, Measure, measure, require_within


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{ a }", Measure(1)),
        ("{ a { b { c } } d }", Measure(3)),
        ("{ x: a y: b { z: c } }", Measure(2, aliases=3)),
        ("query @m { a @skip(if: true) ... @include(if: true) { b } }", Measure(1, directives=3)),
        ("{ a { ...F } } fragment F on T { b { c } }", Measure(3)),
        ("{ ...F ...F } fragment F on T { x: b @d }", Measure(1, aliases=2, directives=2)),
        ("query A { x: a } query B { y: b { c } }", Measure(2, aliases=2)),
        ("{ ...F } fragment F on T { a { ...F } }", Measure(1)),
        ("{ ...Missing }", Measure()),
        ("{ __schema { types { fields { type { ofType { name } } } } } }", Measure()),
    ],
)
def test_measured(source: str, expected: Measure) -> None:
    assert measure(parse(source)) == expected


def test_fragments_that_double_forty_times_are_counted_at_once() -> None:
    spreads = "".join(f"fragment F{n} on T {{ ...F{n + 1} ...F{n + 1} }} " for n in range(40))
    assert measure(parse(f"{{ ...F0 }} {spreads} fragment F40 on T {{ x: a }}")).aliases == 2**40


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("{ a { a { a { a } } } }", QueryTooDeep),
        ("{ b: a c: a d: a }", TooManyAliases),
        ("{ a @d @d @d }", TooManyDirectives),
    ],
)
def test_over_the_limit(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        require_within(parse(source), Limits(depth=3, aliases=2, directives=2))
