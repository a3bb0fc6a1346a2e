"""Random valid queries over a schema: aliases, merging, fragments, abstract types, conditions of both kinds."""

from collections.abc import Mapping
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    parse,
    validate,
)

CONDITIONS = ("a", "b")


def valid_query(schema: GraphQLSchema, seed: int, arguments: Mapping[str, str]) -> str:
    """The first that is valid: two selections of one name may differ too much to be merged."""
    random = Random(seed)
    while True:
        source = Queries(schema, random, arguments).query()
        if not validate(schema, parse(source)):
            return source


class Queries:
    """`arguments` gives text for the fields that need arguments ("feed": "first: 3"); a field with arguments and no
    text is asked without any, or left out if one is required."""

    def __init__(self, schema: GraphQLSchema, random: Random, arguments: Mapping[str, str]) -> None:
        self._schema, self._random, self._arguments = schema, random, arguments
        self._fragments: list[str] = []

    def query(self) -> str:
        root = self._schema.query_type
        assert root is not None
        body = self._selections(root, 5)
        declared = ", ".join(f"${name}: Boolean!" for name in CONDITIONS)
        used = " ".join(self._fragments)
        probe = "".join(f" @include(if: ${name})" for name in CONDITIONS[:1]) + f" @skip(if: ${CONDITIONS[1]})"
        return f"query Q({declared}) {{ {body} always: __typename never: __typename{probe} }} {used}"

    def _selections(self, kind: Any, depth: int) -> str:
        parts = ["__typename"] if self._random.random() < 0.3 else []
        for _ in range(self._random.randint(1, 4)):
            parts.append(self._selection(kind, depth))
        if not any(parts):
            parts.append("__typename")
        return " ".join(part for part in parts if part)

    def _selection(self, kind: Any, depth: int) -> str:
        if self._random.random() < 0.25 and depth > 1:
            return self._fragment(kind, depth - 1)
        if isinstance(kind, GraphQLUnionType):
            return self._narrowed(kind, depth)
        if isinstance(kind, GraphQLInterfaceType) and self._random.random() < 0.4:
            return self._narrowed(kind, depth)
        name = self._random.choice(sorted(kind.fields))
        return self._field(kind.fields[name], name, depth)

    def _field(self, field: GraphQLField, name: str, depth: int, alias: str = "") -> str:
        needed = any(isinstance(argument.type, GraphQLNonNull) for argument in field.args.values())
        if needed and name not in self._arguments:
            return ""
        named = get_named_type(field.type)
        given = f"({self._arguments[name]})" if name in self._arguments else ""
        # An alias of its own for each argument text keeps merging legal.
        if not alias and self._random.random() < 0.3:
            alias = f"x{self._random.randint(0, 2)}_{name}: "
        if is_leaf_type(named):
            return f"{alias}{name}{given}{self._condition()}"
        if depth <= 1:
            return ""
        return f"{alias}{name}{given}{self._condition()} {{ {self._selections(named, depth - 1)} }}"

    def _narrowed(self, kind: Any, depth: int) -> str:
        possible: list[GraphQLObjectType] = list(self._schema.get_possible_types(kind))
        one = self._random.choice(sorted(possible, key=lambda found: found.name))
        return (
            f"... on {one.name}{self._condition()} {{ __typename }}"
            if depth <= 1
            else (f"... on {one.name}{self._condition()} {{ {self._own_fields(one, depth)} }}")
        )

    def _own_fields(self, kind: GraphQLObjectType, depth: int) -> str:
        """Aliased by type: two types may give one name to fields of different shapes."""
        name = self._random.choice(sorted(kind.fields))
        return self._field(kind.fields[name], name, depth, f"{kind.name}_{name}: ") or "__typename"

    def _fragment(self, kind: Any, depth: int) -> str:
        name = f"F{len(self._fragments)}"
        self._fragments.append("")  # keeps the number
        self._fragments[int(name[1:])] = f"fragment {name} on {kind.name} {{ {self._selections(kind, depth)} }}"
        return f"...{name}{self._condition()}"

    def _condition(self) -> str:
        if self._random.random() > 0.2:
            return ""
        value = self._random.choice(["true", "false", *(f"${name}" for name in CONDITIONS)])
        return f" @{self._random.choice(['skip', 'include'])}(if: {value})"
