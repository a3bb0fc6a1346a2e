"""Writing out leaf values, the usual ones without graphql-core's general way."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLLeafType

from mobile_api.compiled.run import Irregular

Leaf = Callable[[Any, Any], Any]
_PLAIN: dict[str, type] = {"String": str, "ID": str, "Boolean": bool}


def plain_type(kind: GraphQLLeafType) -> type | None:
    """The Python type whose values are written as they are."""
    return _PLAIN.get(kind.name)


def leaf_writer(kind: GraphQLLeafType, *, nullable: bool) -> Leaf:
    """`write(value, run)`. Raises Irregular where null is not allowed, and what graphql-core raises for a bad value."""
    general, names = kind.serialize, _names(kind)

    def write(value: Any, _: Any) -> Any:
        if value is None:
            if nullable:
                return None
            raise Irregular
        name = names.get(value) if names else None
        if name is not None:
            return name
        written = general(value)
        if written is None:
            raise Irregular
        return written

    return write


def _names(kind: GraphQLLeafType) -> dict[Any, str]:
    """Of a Python enum's members, which Strawberry otherwise searches one by one."""
    members = getattr(kind, "wrapped_cls", None)
    return {member: kind.serialize(member) for member in members} if members is not None else {}
