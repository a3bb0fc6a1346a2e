"""`@field(...)`: Strawberry's field with a description, and with the method's own type kept for the type checker."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

F = TypeVar("F", bound=Callable[..., Any])


def field(description: str) -> Callable[[F], F]:
    """`description` says it in Chinese and in English: 「发文字号 / Document number」."""
    return cast(Callable[[F], F], strawberry.field(description=description))
