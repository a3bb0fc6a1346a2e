"""What the channels of vendors share: batches, ids that repeat for the same batch, and trouble turned into outcomes."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from content_models.kit.ids import derived_id
from push.channels.channel import Action, Delivered, Notice, Outcome, Target
from push.channels.http import Brake, HttpClient, Reply, Unanswered, Unreached

LEFT_ALONE = 5.0  # seconds after "too many" without Retry-After
_WORD = re.compile(r"[\w-]{1,48}", re.ASCII)
_TROUBLE = {Action.later, Action.doubt, Action.halt}
_BY_STATUS = {
    408: Action.doubt,
    429: Action.later,
    500: Action.doubt,
    502: Action.later,
    503: Action.later,
    504: Action.doubt,
}


class Verdict(NamedTuple):
    """One outcome for a batch, and those devices that fared otherwise, by token."""

    outcome: Outcome
    others: Mapping[str, Outcome] = {}


class Refused(Exception):
    """What comes before the hand-over was refused: nothing was sent."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


class BatchChannel(ABC):
    """A vendor that takes a notice for many devices a call. Trouble with one batch leaves the rest to a later lease."""

    name: ClassVar[str]  # begins every reason: "JPUSH_1011"
    batch_size: ClassVar[int]

    def __init__(self) -> None:
        self._client = HttpClient()
        self._brake = Brake()

    @abstractmethod
    async def hand_over(self, notice: Notice, tokens: list[str]) -> Verdict:
        """Hand one batch over. May raise Unreached, Unanswered, Refused."""

    async def send(self, notice: Notice, targets: Sequence[Target], delivered: Delivered) -> None:
        untried: Outcome | None = None
        for start in range(0, len(targets), self.batch_size):
            batch = targets[start : start + self.batch_size]
            verdict = Verdict(untried) if untried else await self._judged(notice, batch)
            if verdict.outcome.action in _TROUBLE:
                untried = Outcome(Action.later, verdict.outcome.reason)
            for target in batch:
                delivered(target.position, verdict.others.get(target.token, verdict.outcome))

    async def close(self) -> None:
        await self._client.close()

    def reason(self, word: object) -> str:
        """A vendor's word as the key it is counted under; anything odd becomes OTHER."""
        text = str(word)
        return f"{self.name}_{text if _WORD.fullmatch(text) else 'OTHER'}"

    def by_status(self, reply: Reply) -> Outcome:
        """What an answer means that carries no code of the table."""
        action = _BY_STATUS.get(reply.status, Action.doubt if reply.status >= 500 else Action.halt)
        if reply.status == 200:
            action = Action.doubt  # accepted or not: the body does not say
        return self.noted(Outcome(action, self.reason(f"HTTP_{reply.status}")), reply)

    def noted(self, outcome: Outcome, reply: Reply) -> Outcome:
        """The outcome; the brake goes on when the service has asked for a rest."""
        if outcome.action is Action.later:
            self._brake.pull(reply.retry_after or LEFT_ALONE)
        return outcome

    async def _judged(self, notice: Notice, batch: Sequence[Target]) -> Verdict:
        if self._brake.is_on:
            return Verdict(Outcome(Action.later, self.reason("RESTING")))
        try:
            return await self.hand_over(notice, [target.token for target in batch])
        except Refused as refused:
            return Verdict(refused.outcome)
        except Unreached as unreached:
            return Verdict(Outcome(Action.later, self.reason(unreached)))
        except Unanswered as unanswered:
            return Verdict(Outcome(Action.doubt, self.reason(unanswered)))


def batch_id(notice: Notice, tokens: Sequence[str]) -> str:
    """The id of this notice to exactly these devices: equal however often it is sent, another for any other batch."""
    return derived_id("hand-over", notice.platform, notice.campaign_id, *sorted(tokens))


def part(data: Mapping[str, Any] | None, *path: str) -> Any:
    """What stands at the path in a foreign answer; None when anything on the way is missing or not an object."""
    found: Any = data
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def screen_number(collapse_id: str) -> int:
    """A positive 31-bit number for phones that replace notices by number."""
    return int(derived_id("screen", collapse_id).replace("-", "")[:8], 16) & 0x7FFF_FFFF
