"""后来的变化: what happened to a policy after an interpretation of it was published (domain rules §7.8).

An interpretation that explains an earlier version must say so wherever it is shown. Nothing is stored: the documents
that amend or end the policy, its own dates and its published texts are the facts, so a withdrawn amendment counts for
nothing, and an interpretation that is published anew speaks of the policy as it then stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from content_models.kit.clock import in_shanghai
from content_models.releases.cards.records import IncomingLink, PublishedVersion
from content_models.releases.documents import PolicyFacts
from content_models.releases.marks import ValidityMark
from content_models.releases.validity import ValidityEventKind, events_of


class LaterChangeKind(StrEnum):
    """What happened to the policy."""

    amended = "amended"  # 修改
    revised = "revised"  # 修订
    repealed = "repealed"  # 废止
    replaced = "replaced"  # 被替代
    lapsed = "lapsed"  # 宣布失效
    expired = "expired"  # 有效期届满
    corrected = "corrected"  # 文本更正


_WORDS: dict[LaterChangeKind, str] = {
    LaterChangeKind.amended: "已修改",
    LaterChangeKind.revised: "已修订，另有新文本",
    LaterChangeKind.repealed: "已废止",
    LaterChangeKind.replaced: "已被新的文件替代",
    LaterChangeKind.lapsed: "已宣布失效",
    LaterChangeKind.expired: "有效期已满",
    LaterChangeKind.corrected: "文本已更正",
}


@dataclass(frozen=True, slots=True)
class LaterChange:
    """`basis_id` is the release that says so; None: the policy itself."""

    policy_id: str
    kind: LaterChangeKind
    on: date
    basis_id: str | None = None

    @property
    def words(self) -> str:
        """「2026-12-01 已修改」."""
        return f"{self.on.isoformat()} {_WORDS[self.kind]}"


def later_changes(
    policy_id: str,
    facts: PolicyFacts,
    incoming: Sequence[IncomingLink],
    versions: Sequence[PublishedVersion],
    said_at: datetime,
    today: date,
    marks: Iterable[ValidityMark] = (),
) -> list[LaterChange]:
    """What stands today and came after `said_at`, when the interpretation's present text became public; in order.

    `incoming` are the public links to the policy, `versions` its published texts in any order, `marks` what editors
    have entered about its validity.
    """
    told = {link.source_id: link.published_at for link in incoming}
    found = [
        LaterChange(policy_id, LaterChangeKind(event.kind), event.on, event.basis_id)
        for event in events_of(facts, incoming)
        if event.kind is not ValidityEventKind.effective and event.on <= today
        if event.on > in_shanghai(said_at).date() or (event.basis_id and told[event.basis_id] > said_at)
    ]
    found += [
        LaterChange(policy_id, LaterChangeKind(mark.kind), mark.on, mark.basis_id)
        for mark in marks
        if mark.on <= today and (mark.at > said_at or mark.on > in_shanghai(said_at).date())
    ]
    return sorted([*found, *_corrections(policy_id, versions, said_at)], key=lambda change: change.on)


def _corrections(policy_id: str, versions: Iterable[PublishedVersion], said_at: datetime) -> list[LaterChange]:
    """The last text of the policy, if it is not its first and came later."""
    newest_first = sorted(versions, key=lambda version: (version.published_at, version.number), reverse=True)
    corrections = [version for version in newest_first[:-1] if version.published_at > said_at]
    return [
        LaterChange(policy_id, LaterChangeKind.corrected, in_shanghai(version.published_at).date())
        for version in corrections[:1]
    ]
