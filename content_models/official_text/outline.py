"""The section tree of an official text."""

import hashlib
import re
from itertools import zip_longest

from pydantic import BaseModel

from content_models.official_text.folding import align, fold_key
from content_models.official_text.labels import Label, LabelKind, may_open, read_label
from content_models.official_text.numbering import Numbering
from content_models.official_text.reflow import Paragraph, paragraphs, reflow

__all__ = ["Outline", "Section", "outline", "read_outline", "reflow"]


class Section(BaseModel):
    """A heading with an address. `node_id` is the kind-number path (`s2.1` = 二、（一）; `art-33` = 第三十三条)."""

    node_id: str
    level: int  # 1 = outermost; 0 = 附件, which opens a tree of its own (`annex-1.s1`)
    label: str  # 「（一）」
    heading: str  # without the label
    offset: int  # of the label's first character in the plain text
    quote_hash: str  # of the heading's first characters: re-anchors after a re-parse


class Outline(BaseModel):
    """The sections in order of appearance, and where their numbering jumps, in Chinese for editors."""

    sections: list[Section] = []
    warnings: list[str] = []


def outline(text: str) -> list[Section]:
    """The addressable headings of a plain text, with paragraphs or with hard line breaks. Never raises."""
    return read_outline(text).sections if _may_have_labels(text) else []


def read_outline(text: str) -> Outline:
    """`outline` with its warnings.

    A label counts only in sequence: the next number under its parent, or 1 under a new one. So a wrapped citation
    opens no section. Rows of a table that prints 序号 at its head are no clauses.
    """
    reader = _Reader()
    lines = paragraphs(text)
    for line, following in zip_longest(lines, lines[1:]):
        reader.read(line, following)
    return Outline(sections=reader.sections, warnings=reader.numbering.warnings)


def _may_have_labels(text: str) -> bool:
    """Most news has none, and a look at how its lines begin is a tenth of the work."""
    return any(map(may_open, map(str.lstrip, text.splitlines())))


_QUOTED = 30  # characters that identify a heading
_LONGEST_HEADING = 60
_TABLE_HEAD = re.compile(r"序\s{0,3}号(?:\s|$)")


class _Reader:
    """Reads paragraphs in order: which of them open a section, and under which address."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.numbering = Numbering()
        self._in_table = False
        self._has_body = False
        self._first_of_text = 0

    def read(self, line: Paragraph, following: Paragraph | None) -> None:
        label = read_label(align(line.text)) if may_open(line.text) else None
        if line.text.startswith("序") and _TABLE_HEAD.match(align(line.text)):
            self._in_table = True
        elif label is not None and label.kind <= LabelKind.first:
            self._in_table = False
        if label is None or self._in_table:
            self._pass()
        elif label.kind is LabelKind.annex:
            self._open_annex(line, label, following)
        else:
            self._open(line, label)

    def _pass(self) -> None:
        self._has_body = True
        self.numbering.pass_paragraph()

    def _open_annex(self, line: Paragraph, label: Label, following: Paragraph | None) -> None:
        if node_id := self.numbering.open_annex(label.number):
            is_named = following is not None and read_label(align(following.text)) is None
            heading = following.text[:_LONGEST_HEADING] if following and is_named else ""
            self._append(node_id, 0, line.text, heading, line.start)
            self._begin_text()

    def _open(self, line: Paragraph, label: Label) -> None:
        if self.numbering.restarts(label):
            self._restart()
        if place := self.numbering.open(label):
            self._has_body &= len(self.sections) > self._first_of_text  # a title before the first heading is no text
            heading = _heading(line.text[label.length :])
            self._append(place.node_id, place.level, line.text[: label.length].strip(), heading, line.start)
            self._has_body |= len(line.text) - label.length > len(heading) + 1
        else:
            self._pass()

    def _restart(self) -> None:
        """A numbering that begins anew: after headings without text these were the contents page, else a text ended."""
        if self._has_body:
            self.numbering.begin_next_text()
        else:
            del self.sections[self._first_of_text :]
            self.numbering.begin_text_again()
        self._begin_text()

    def _begin_text(self) -> None:
        self._first_of_text = len(self.sections)
        self._has_body = False

    def _append(self, node_id: str, level: int, label: str, heading: str, offset: int) -> None:
        digest = hashlib.sha256(fold_key(heading)[:_QUOTED].encode()).hexdigest()[:16]
        section = Section(node_id=node_id, level=level, label=label, heading=heading, offset=offset, quote_hash=digest)
        self.sections.append(section)


def _heading(text: str) -> str:
    """The run-in heading 「指导思想。」 without its text, or the whole line when it is one."""
    return text.split("。", 1)[0].strip()[:_LONGEST_HEADING]
