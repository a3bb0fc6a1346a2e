"""审签单: the whole course of a release, one line an act, as inspectors ask for it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from content_models.releases.documents import MAKES_PUBLIC, EventKind, ReleaseEvent, Revision
from server.console.versions_view import field_changes, words_of
from server.pages.labels import EVENT_NAMES
from server.pages.moments import length, minute

COLUMNS = ("时间", "环节", "人员", "版本", "距上一步", "修改", "意见或说明", "效力", "版本摘要（SHA-256）")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")  # a spreadsheet would run what begins so


@dataclass(frozen=True, slots=True)
class SheetLine:
    at: datetime
    what: str
    who: str
    number: int
    elapsed: str
    places: int  # changed by an edit, against the version before
    said: str
    standing: str  # of a signature: 有效, 已作废, 退回; "" for other acts
    sha256: str

    @property
    def changed(self) -> str:
        return f"修改 {self.places} 处" if self.places else ""


async def all_words(revisions: Sequence[Revision]) -> dict[int, dict[str, str]]:
    """Each version as the words of its fields, by number."""
    return {revision.number: await words_of(revision.content) for revision in revisions}


def sheet_lines(
    events: Sequence[ReleaseEvent], revisions: Sequence[Revision], words: dict[int, dict[str, str]]
) -> list[SheetLine]:
    """Oldest first. Pure and, for many long versions, slow: call it off the event loop."""
    by_id = {revision.id: revision for revision in revisions}
    before = [None, *events]
    return [
        _line(event, earlier, by_id[event.revision], words, voided=_voided(event, events[n + 1 :]))
        for n, (event, earlier) in enumerate(zip(events, before, strict=False))
    ]


def _line(
    event: ReleaseEvent,
    earlier: ReleaseEvent | None,
    revision: Revision,
    words: dict[int, dict[str, str]],
    *,
    voided: bool,
) -> SheetLine:
    stage, details = event.details.get("stage_name", ""), event.details
    cut = event.kind is EventKind.edited and revision.number - 1 in words
    changed = field_changes(words[revision.number - 1], words[revision.number]) if cut else []
    return SheetLine(
        at=event.at,
        what=f"{EVENT_NAMES[event.kind]}{f'（{stage}）' if stage else ''}",
        who=event.actor.name,
        number=revision.number,
        elapsed=length(event.at - earlier.at) if earlier else "",
        places=sum(field.places for field in changed),
        said=str(details.get("comment") or details.get("reason") or details.get("note") or details.get("urgent") or ""),
        standing=_standing(event, voided=voided),
        sha256=revision.sha256,
    )


def _standing(event: ReleaseEvent, *, voided: bool) -> str:
    if event.kind is EventKind.returned:
        return "退回"
    if event.kind is not EventKind.signed_off:
        return ""
    return "已作废" if voided else "有效"


def _voided(event: ReleaseEvent, later: Sequence[ReleaseEvent]) -> bool:
    """A signature lapses with the next edit, or with a new round, unless the text it is on went public before."""
    for one in later:
        if one.kind in MAKES_PUBLIC:
            return False
        if one.kind in (EventKind.edited, EventKind.submitted):
            return True
    return False


def as_csv(lines: Sequence[SheetLine]) -> bytes:
    """UTF-8 with a mark, which is how spreadsheets here tell Chinese from noise."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines:
        row = (
            minute(line.at),
            line.what,
            line.who,
            f"第 {line.number} 版",
            line.elapsed,
            line.changed,
            line.said,
            line.standing,
            line.sha256,
        )
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
