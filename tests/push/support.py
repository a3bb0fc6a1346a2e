"""Tokens, a notice, and a collector of outcomes."""

import hashlib
from collections.abc import Sequence

from content_models.kit.ids import derived_id
from push.channels.channel import Action, Channel, Notice, Outcome, Target

NOTICE = Notice(
    campaign_id=derived_id("test", "campaign"),
    release_id=derived_id("test", "release"),
    title="市住建局发布您订阅的新政策",
    body="关于示例的通知（附解读）",
    collapse_id=derived_id("test", "release"),
)


def token(number: int, prefix: str = "") -> str:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return prefix + ("aaaa" + digest)[len(prefix) : 64]


def targets(count: int, prefix: str = "") -> list[Target]:
    return [Target(number, token(number, prefix)) for number in range(count)]


def devices(count: int, prefix: str = "") -> list[Target]:
    """Targets whose addresses are plain words: what vendors' ids look like to us."""
    return [Target(number, f"{prefix}device{number:05}") for number in range(count)]


async def sent(channel: Channel, notice: Notice, to: Sequence[Target]) -> "Outcomes":
    """Send, and see that every target was reported once."""
    outcomes = Outcomes()
    await channel.send(notice, to, outcomes.deliver)
    assert outcomes.keys() == {target.position for target in to}
    return outcomes


class Outcomes(dict[int, Outcome]):
    """What the channel said, each index once."""

    def deliver(self, index: int, outcome: Outcome) -> None:
        assert index not in self, f"device {index} was reported twice"
        self[index] = outcome

    @property
    def actions(self) -> set[Action]:
        return {outcome.action for outcome in self.values()}

    @property
    def reasons(self) -> set[str]:
        return {outcome.reason for outcome in self.values()}
