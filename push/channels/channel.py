"""What every channel does: hand one notice to many devices and say, for each, what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from content_models.residents.documents import Platform


class Interruption(StrEnum):
    """How much it may disturb (Apple, interruption-level): policies as usual, emergencies through a phone's focus,
    digests without a sound of their own."""

    passive = "passive"
    active = "active"
    time_sensitive = "time-sensitive"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is shown, and on which platform's devices. Public text only: nothing in it says who gets it.

    `asked_for`: everyone it goes to subscribed to it, which vendors class apart from marketing. `quiet`: it replaces
    what is shown without a sound, where the service can do that.
    """

    campaign_id: str
    release_id: str
    title: str
    body: str
    collapse_id: str
    platform: Platform = Platform.ios
    asked_for: bool = True
    quiet: bool = False
    interruption: Interruption = Interruption.active


class Target(NamedTuple):
    """One device: its place in the chunk, and the push service's address for it."""

    position: int
    token: str


class Action(StrEnum):
    """What an outcome asks for."""

    done = "done"  # handed over
    retire = "retire"  # the token is dead: failed, and never tried again
    suspect = "suspect"  # the token is wrong, or all of them are sent to the wrong place
    fail = "fail"  # failed for this notice; the device stays
    retry = "retry"  # not processed: again, after a pause
    resend = "resend"  # ambiguous: again with the same ids, and counted
    doubt = "doubt"  # ambiguous, and no use in asking again now: a later lease does, with the same ids
    later = "later"  # the service was not reached, or takes nothing now: leave it to a later lease
    skip = "skip"  # not sent, on purpose: the inbox has it
    halt = "halt"  # our fault or our credentials: stop sending, a person must look


class Outcome(NamedTuple):
    """`reason` is the push service's word; `since` is when a dead token died, if it said so."""

    action: Action
    reason: str = ""
    since: datetime | None = None


NO_CHANNEL = Outcome(Action.skip, "NO_CHANNEL")

Delivered = Callable[[int, Outcome], None]  # (position of the target, outcome)


class Channel(Protocol):
    """Sends within 20 seconds at most, well inside a chunk's lease."""

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        """Return when `delivered` was called once for every target. Trouble of the network is an outcome, no error."""

    async def close(self) -> None:
        """Let go of connections and files."""
