"""One waiting item as the board keeps it: what a row shows, and what it can be found by."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from content_models.intake.documents import IntakeItem, ItemKind, TriageState
from content_models.intake.rules import has_new_version
from content_models.official_text.sensitive import concerns_of

SEARCHED = 2000  # characters of a body that can be found: 4 kB an item, 40 MB for ten thousand
READ = 20_000  # characters of a body that are looked through for sensitive words


class Mark(StrEnum):
    """标记: what a row is badged with, beside its kind."""

    changed = "changed"  # 源文已变更
    gone = "gone"  # 来源已删除
    sensitive = "sensitive"  # 疑似敏感
    urgent = "urgent"  # 应急
    grouped = "grouped"  # 同源
    back = "back"  # 暂缓到期
    linked = "linked"  # 已关联政策


_BETWEEN_WORDS = re.compile(r"[\W_]+")
URGENT = ("应急响应", "红色预警", "橙色预警", "紧急", "突发", "疏散", "停课")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """`queued_at` is when it (re-)entered the queue: a change of its source or the end of a snooze puts it on top."""

    id: str
    version: int
    state: TriageState
    kind: ItemKind
    source_id: str
    organ_id: str
    title: str
    raw_id: str
    cluster_id: str | None
    queued_at: datetime
    published_at: datetime | None
    first_seen_at: datetime
    snoozed_until: datetime | None
    marks: frozenset[Mark]
    concerns: tuple[str, ...]  # in words: 「身份证号」「手机号」
    text: str  # folded

    @classmethod
    def of(cls, item: IntakeItem, body: str = "") -> Self:
        concerns = concerns_of(f"{item.title}\n{body[:READ]}", item.updated_at.date())
        return cls(
            id=item.id,
            version=item.version,
            state=item.state,
            kind=item.kind,
            source_id=item.source_id,
            organ_id=item.organ_id,
            title=item.title,
            raw_id=item.latest_raw_id,
            cluster_id=item.cluster_id,
            queued_at=_queued_at(item),
            published_at=item.published_at,
            first_seen_at=item.first_seen_at,
            snoozed_until=item.snoozed_until,
            marks=_marks(item, concerned=bool(concerns)),
            concerns=concerns,
            text=fold_words(f"{item.title}\n{item.doc_no_key or ''}\n{body[:SEARCHED]}"),
        )

    @property
    def place(self) -> tuple[datetime, str]:
        """Where the row stands: newest first."""
        return self.queued_at, self.id


def fold_words(text: str) -> str:
    """As the board compares: width, case, spaces and punctuation do not count."""
    return _BETWEEN_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _queued_at(item: IntakeItem) -> datetime:
    if item.state not in (TriageState.pending, TriageState.snoozed):
        return item.updated_at
    if item.state is TriageState.pending and item.snoozed_until:
        return max(item.first_seen_at, item.snoozed_until)
    return item.first_seen_at


def _marks(item: IntakeItem, *, concerned: bool) -> frozenset[Mark]:
    is_so = {
        Mark.changed: item.state is TriageState.changed and has_new_version(item),
        Mark.gone: item.gone_at_source,
        Mark.sensitive: concerned,
        Mark.urgent: any(word in item.title for word in URGENT),
        Mark.grouped: item.cluster_id is not None,
        Mark.back: item.state is TriageState.pending and item.snoozed_until is not None,
        Mark.linked: bool(item.policy_ids),
    }
    return frozenset(mark for mark, holds in is_so.items() if holds)
