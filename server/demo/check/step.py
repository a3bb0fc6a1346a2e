"""One thing to verify, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from content_models.kit.errors import ZhengwuError
from server.demo.web import Web
from server.demo.world import World


class NotYet(ZhengwuError):
    """What was looked for is not there, or not yet."""

    code = "DEMO_STEP_NOT_MET"
    default_message = "还没有看到应有的结果。"


@dataclass(frozen=True)
class Inspector:
    """Who verifies: what they know of the demo beforehand, a resident's browser, and one at the editorial desk."""

    world: World
    resident: Web
    desk: Web


@dataclass(frozen=True)
class Step:
    """`verify` gives the evidence in a few words, or raises NotYet."""

    name: str
    verify: Callable[[Inspector], Awaitable[str]]


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    words: str  # evidence, or what was missing
    seconds: float


def require(condition: object, missing: str) -> None:
    """Raises NotYet with what is missing."""
    if not condition:
        raise NotYet(missing)
