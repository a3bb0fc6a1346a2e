"""源文变更: what the source says now against what we adopted, character by character."""

import asyncio
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from content_models.intake.documents import IntakeItem, NormalisedItem, RawItem
from content_models.intake.rules import changed_fields
from content_models.official_text.html import plain_text
from server.pages.moments import day, minute

FIELD_NAMES = {
    "title": "标题",
    "published_at": "发布时间",
    "signed_date": "成文日期",
    "source_name": "信息来源",
    "doc_no_raw": "发文字号",
    "summary": "摘要",
    "body_html": "正文",
    "attachments": "附件",
    "interprets": "解读对象",
}
LONGEST_BODY = 100_000  # characters a side; of a longer one the beginning is compared
LONGEST_PARAGRAPH = 3_000  # characters; comparing is quadratic, and a longer paragraph is shown whole, twice
MOST_PARAGRAPHS = 2_000
AROUND = 1  # unchanged paragraphs shown on each side of a change
CRUMB = 2  # unchanged characters between two changes that are read as part of the change

_PARAGRAPH = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    marked: list[Markup]  # paragraphs with `<del>` and `<ins>`; unchanged ones far from a change are left out


@dataclass(frozen=True, slots=True)
class Change:
    before: str  # 「第 1 版 2026-11-23 14:05」
    after: str
    fields: list[FieldChange]
    inserted: int  # characters
    deleted: int


async def change_of(item: IntakeItem, versions: Sequence[RawItem]) -> Change | None:
    """Against the version that was adopted or last waved through; None when that is not kept."""
    settled = max(item.adopted_version_no or 0, item.dismissed_version_no or 0)
    by_number = {raw.version_no: raw for raw in versions}
    before, after = by_number.get(settled), by_number.get(item.latest_version_no)
    return await asyncio.to_thread(compare_versions, before, after) if before and after else None


def compare_versions(before: RawItem, after: RawItem) -> Change:
    changed = changed_fields(before.item, after.item)
    fields = [FieldChange(FIELD_NAMES[name], _marked_field(name, before.item, after.item)) for name in changed]
    shown = [field for field in fields if field.marked]
    marks = Markup().join(piece for field in shown for piece in field.marked)
    return Change(_version(before), _version(after), shown, _length(marks, "ins"), _length(marks, "del"))


def marked_paragraphs(before: str, after: str) -> list[Markup]:
    """Both texts as one: paragraphs that changed, with what went in `<del>` and what came in `<ins>`, and those around.

    Empty when nothing changed. A gap between shown paragraphs is 「……」.
    """
    old, new = _paragraphs(before), _paragraphs(after)
    pieces: list[Markup | None] = []  # None: an unchanged paragraph that is not near a change
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces += _context(old[a:b], is_first=a == 0, is_last=b == len(old))
        else:
            pieces += _changed(old[a:b], new[c:d])
    if all(piece is None or not re.search("<(?:ins|del)>", piece) for piece in pieces):
        return []
    return list(_without_gaps(pieces))


def marked_characters(before: str, after: str) -> Markup:
    """One text in which what only `before` says is in `<del>` and what only `after` says in `<ins>`."""
    if max(len(before), len(after)) > LONGEST_PARAGRAPH:
        return _mark(before, after)
    marked = Markup()
    for old, new, is_same in _runs(before, after):
        marked += Markup.escape(old) if is_same else _mark(old, new)
    return marked


def _runs(before: str, after: str) -> Iterator[tuple[str, str, bool]]:
    """Equal and unequal stretches in turn. One or two equal characters inside a change are no comfort to a reader:
    「五」 among rewritten words is chance."""
    old = new = ""
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        is_crumb = tag == "equal" and 0 < place < len(codes) - 1 and b - a < CRUMB and bool(old or new)
        if tag == "equal" and not is_crumb:
            if old or new:
                yield old, new, False
            old = new = ""
            yield before[a:b], after[c:d], True
        else:
            old, new = old + before[a:b], new + after[c:d]
    if old or new:
        yield old, new, False


def _mark(old: str, new: str) -> Markup:
    gone = Markup("<del>{}</del>").format(old) if old else Markup()
    return gone + (Markup("<ins>{}</ins>").format(new) if new else Markup())


def _changed(old: list[str], new: list[str]) -> list[Markup | None]:
    """Paragraphs in pairs, as far as both sides have one; the rest came or went whole."""
    pairs = min(len(old), len(new))
    both = [marked_characters(one, other) for one, other in zip(old, new, strict=False)]
    return [*both, *(_mark(one, "") for one in old[pairs:]), *(_mark("", one) for one in new[pairs:])]


def _context(paragraphs: list[str], *, is_first: bool, is_last: bool) -> list[Markup | None]:
    shown = {
        n
        for n in range(len(paragraphs))
        if (n < AROUND and not is_first) or (n >= len(paragraphs) - AROUND and not is_last)
    }
    return [Markup.escape(text) if n in shown else None for n, text in enumerate(paragraphs)]


def _without_gaps(pieces: list[Markup | None]) -> Iterator[Markup]:
    for place, piece in enumerate(pieces):
        if piece is not None:
            yield piece
        elif place == 0 or pieces[place - 1] is not None:
            yield Markup("……")


def _paragraphs(text: str) -> list[str]:
    return [part for part in _PARAGRAPH.split(text.strip()[:LONGEST_BODY]) if part][:MOST_PARAGRAPHS]


def _marked_field(name: str, before: NormalisedItem, after: NormalisedItem) -> list[Markup]:
    found = marked_paragraphs(_words(name, before), _words(name, after))
    return found or ([Markup("文字没有变化，只是排版或图片有改动。")] if name == "body_html" else [])


def _words(name: str, item: NormalisedItem) -> str:
    match name:
        case "body_html":
            return item.body_text or plain_text(item.body_html)
        case "published_at":
            return minute(item.published_at) if item.published_at else ""
        case "signed_date":
            return day(item.signed_date) if item.signed_date else ""
        case "attachments":
            return "\n".join(file.name for file in item.attachments)
        case "interprets":
            return "\n".join(item.interprets)
    return str(getattr(item, name) or "")


def _version(raw: RawItem) -> str:
    return f"第 {raw.version_no} 版（{minute(raw.fetched_at)}）"


def _length(marked: Markup, tag: str) -> int:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", marked, re.DOTALL)
    return sum(len(Markup(text).unescape()) for text in found)  # noqa: S704 - only its length is asked
