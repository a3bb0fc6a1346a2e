"""改动记录 of a source: who did what, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.sources.changes.documents import SourceChange, SourceChangeKind
from server.console.source_words import SETTING_NAMES, setting_words
from server.pages.moments import minute

_ACTS = {SourceChangeKind.settings: "修改设置", SourceChangeKind.asked: "要求立即抓取"}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    at: str
    who: str
    act: str
    details: list[str]  # 「抓取节奏：自动… → 固定…」
    note: str


def change_lines(changes: Sequence[SourceChange]) -> list[ChangeLine]:
    return [
        ChangeLine(
            at=minute(change.at),
            who=change.actor.name,
            act=_ACTS[change.kind],
            details=[
                f"{SETTING_NAMES.get(one.field, one.field)}："
                f"{setting_words(one.field, one.before)} → {setting_words(one.field, one.after)}"
                for one in change.changes
            ],
            note=change.note,
        )
        for change in changes
    ]
