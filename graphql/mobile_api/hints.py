"""What a field says about itself to the endpoint: how long an answer may be kept, for whom, and what it costs.

Directives of the schema, so that the app team reads them in schema.graphql. They are compiled with each document
(`transport/policy.py`, `transport/cost.py`); nothing looks at them while a request is answered.
"""

from enum import Enum
from typing import Any, TypeVar

import strawberry
from graphql import GraphQLField, GraphQLNamedType
from strawberry.schema_directive import Location

from mobile_api.enums import expose

T = TypeVar("T")
_DEFINITION = "strawberry-definition"
ASSUMED = 10  # entries of a list that has no `first`

# A cache outside keeps a page this long at most, because a withdrawal must show everywhere within a second.
BRIEFLY = 1
DIRECTORY_SECONDS = 300  # topics and organs: nothing in them is ever withdrawn


class CacheScope(Enum):
    public = "public"
    private = "private"


expose(
    CacheScope,
    "回答可以给谁共用 / Who may share an answer",
    {
        CacheScope.public: "所有人相同 / The same for everybody",
        CacheScope.private: "因使用者而异 / Depends on who is asking",
    },
)


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION, Location.INTERFACE, Location.OBJECT],
    name="cacheControl",
    description="回答可以保留多久、给谁共用 / How long an answer may be kept, and for whom",
)
class CacheControl:
    max_age: int = strawberry.directive_field(name="maxAge")
    scope: CacheScope = strawberry.directive_field(name="scope")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="cost",
    description="取值的代价与列表的预计条数 / Cost of one value, and the length assumed of a list",
)
class Cost:
    weight: int = strawberry.directive_field(name="weight")
    assumed_size: int = strawberry.directive_field(name="assumedSize")


def public(max_age: int) -> CacheControl:
    return CacheControl(max_age=max_age, scope=CacheScope.public)


PRIVATE = CacheControl(max_age=0, scope=CacheScope.private)


def cost(weight: int = 1, assumed_size: int = ASSUMED) -> Cost:
    return Cost(weight=weight, assumed_size=assumed_size)


def hint(of: GraphQLField | GraphQLNamedType | None, kind: type[T]) -> T | None:
    """The directive of this kind that stands at a field or a type, if any."""
    definition: Any = (of.extensions or {}).get(_DEFINITION) if of is not None else None
    found = (directive for directive in getattr(definition, "directives", None) or () if isinstance(directive, kind))
    return next(found, None)
