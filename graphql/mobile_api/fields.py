"""`@field(...)`: Strawberry's field with a description, and with the method's own type kept for the type checker; and
descriptions that many types share."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

from mobile_api.compiled.getters import BATCHED, LASTING

IDEMPOTENCY_KEY = (
    "幂等键，8 到 128 个可见字符，重试时不变 / Idempotency key, 8 to 128 visible characters, kept on retry"
)

F = TypeVar("F", bound=Callable[..., Any])


def batched(resolver: F) -> F:
    """Under `@field`: says of an async resolver that it awaits loaders and nothing else, so it may be begun at once."""
    setattr(resolver, BATCHED, True)
    return resolver


def lasting(resolver: F) -> F:
    """`batched`, and what it gives is small and the same for everybody as long as the content does not change: not the
    time of day, not the viewer, no long text. An object that is kept remembers it (`compiled/remembering.py`)."""
    setattr(resolver, LASTING, True)
    return batched(resolver)


def field(description: str, *, deprecated: str | None = None) -> Callable[[F], F]:
    """`description` says it in both languages: 「发文字号 / Document number」. `deprecated` names the better one."""
    return cast(Callable[[F], F], strawberry.field(description=description, deprecation_reason=deprecated))
