"""Tokens, a notice, and a collector of outcomes."""

import hashlib

from content_models.kit.ids import derived_id
from push.channels.channel import Notice, Outcome, Target

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


class Outcomes(dict[int, Outcome]):
    """What the channel said, each index once."""

    def deliver(self, index: int, outcome: Outcome) -> None:
        assert index not in self, f"device {index} was reported twice"
        self[index] = outcome
