"""What the schema says of a field's type, as far as compiled code needs to know."""

from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from mobile_api.compiled.getters import getter_of, strawberry_field
from mobile_api.compiled.leaves import plain_type
from mobile_api.compiled.remembering import Remembering
from mobile_api.hints import CacheControl, CacheScope, hint

Composite = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType
COMPOSITE = (GraphQLObjectType, GraphQLInterfaceType, GraphQLUnionType)
_DEFINITION = "strawberry-definition"


def python_class(kind: GraphQLObjectType) -> type | None:
    """None for a type that Strawberry did not make."""
    definition: Any = (kind.extensions or {}).get(_DEFINITION)
    origin = getattr(definition, "origin", None)
    return origin if isinstance(origin, type) else None


def remembers(kind: GraphQLObjectType) -> bool:
    return issubclass(python_class(kind) or object, Remembering)


def is_lasting(definition: GraphQLField) -> bool:
    """The same for everybody for an edition, if it is given no arguments."""
    field, said = strawberry_field(definition), hint(definition, CacheControl)
    if field is None or (said is not None and said.scope is CacheScope.private):
        return False
    return getter_of(definition, field).lasting


def has_leaves(definition: GraphQLField) -> bool:
    """Whether its values, or those in its list, are written as they are."""
    return is_leaf_type(get_named_type(definition.type))


def shape_of(kind: GraphQLOutputType) -> tuple[GraphQLObjectType | None, bool]:
    """(the one type of object it leads to, whether by a list in which nothing is null)."""
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(inner, GraphQLObjectType):
        return inner, False
    if (
        isinstance(kind, GraphQLNonNull)
        and isinstance(inner, GraphQLList)
        and isinstance(inner.of_type, GraphQLNonNull)
    ):
        item = inner.of_type.of_type
        return (item, True) if isinstance(item, GraphQLObjectType) else (None, True)
    return None, False


def one_composite(kind: GraphQLOutputType) -> Composite | None:
    """The type of the one object that a value is, or null."""
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return inner if isinstance(inner, COMPOSITE) else None


def plain_name(kind: GraphQLOutputType) -> str | None:
    """The name of the Python type that is written as it is, for a leaf that has one."""
    leaf = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    found = plain_type(leaf) if is_leaf_type(leaf) else None
    return found.__name__ if found else None
