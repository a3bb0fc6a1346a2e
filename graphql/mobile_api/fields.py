"""`@field(...)`: Strawberry's field with a description, and with the method's own type kept for the type checker."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

from mobile_api.compiled.getters import BATCHED

F = TypeVar("F", bound=Callable[..., Any])


def batched(resolver: F) -> F:
    """Under `@field`: says of an async resolver that it awaits loaders and nothing else, so it may be begun at once."""
    setattr(resolver, BATCHED, True)
    return resolver


def field(description: str) -> Callable[[F], F]:
    """`description` says it in Chinese and in English: 「发文字号 / Document number」."""
    return cast(Callable[[F], F], strawberry.field(description=description))
