"""Domain enums as GraphQL enums: upper-case names, each value described in both languages."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

E = TypeVar("E", bound=Enum)


def expose(enum: type[E], description: str, values: Mapping[E, str], name: str | None = None) -> type[E]:
    """Make `enum` part of the schema, under `name` if given. A member without a description is a KeyError at import."""
    exposed = strawberry.enum(enum, name=name, description=description)
    definition: StrawberryEnumDefinition = exposed.__strawberry_definition__  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = values[enum[value.name]]
        value.name = value.name.upper()
    return exposed
