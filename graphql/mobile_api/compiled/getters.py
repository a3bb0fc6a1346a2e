"""How the value of a field is had, as Python text: an attribute, a method, or Strawberry's whole resolver."""

import inspect
from collections.abc import Callable
from enum import Enum, auto
from typing import Any, NamedTuple

from graphql import GraphQLField
from strawberry.types.field import StrawberryField

BATCHED = "__zhengwu_batched__"
LASTING = "__zhengwu_lasting__"
_DEFINITION = "strawberry-definition"


class Timing(Enum):
    now = auto()
    batched = auto()  # a coroutine that awaits loaders and nothing else
    later = auto()  # any other coroutine
    unknown = auto()


class Getter(NamedTuple):
    """`text` is an expression over `s` (the object), `run`, `spot` and `call`; `call` is what it calls, if anything.

    `lasting`: the value depends on nothing but the object and the edition, so the object may remember it.
    """

    text: str
    timing: Timing
    call: Callable[..., Any] | None = None
    lasting: bool = False


def strawberry_field(definition: GraphQLField) -> StrawberryField | None:
    found = (definition.extensions or {}).get(_DEFINITION)
    return found if isinstance(found, StrawberryField) else None


def getter_of(definition: GraphQLField, field: StrawberryField) -> Getter:
    if field.is_basic_field:
        return Getter(f"s.{field.python_name}", Timing.now, lasting=True)
    direct = _direct(field)
    if direct is not None:
        return direct
    return Getter("{call}(s, run.core_info({spot}), **run.arguments({spot}))", Timing.unknown, definition.resolve)


def _direct(field: StrawberryField) -> Getter | None:
    """The resolver itself, without Strawberry's layers around it; none of them does anything for a field like this.

    (Handlers that turn exceptions into values are not missed: an exception ends the compiled run.)
    """
    resolver = field.base_resolver
    if resolver is None or field.extensions:
        return None
    if resolver.root_parameter or resolver.parent_parameter:
        return None
    function = resolver.wrapped_func
    if not inspect.isfunction(function):
        return None
    info = resolver.info_parameter
    given = [
        *(["s"] if resolver.self_parameter else []),
        *([f"{info.name}=run.info({{spot}})"] if info else []),
        *(["**run.converted({spot})"] if field.arguments else []),
    ]
    timing = _timing(function)
    alone = timing is Timing.now and not (info or field.arguments)
    return Getter(f"{{call}}({', '.join(given)})", timing, function, alone or getattr(function, LASTING, False))


def _timing(function: Callable[..., Any]) -> Timing:
    if not inspect.iscoroutinefunction(function):
        return Timing.now
    return Timing.batched if getattr(function, BATCHED, False) else Timing.later
