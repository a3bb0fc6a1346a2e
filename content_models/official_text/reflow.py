"""Paragraphs out of plain text: lines that a PDF broke are joined, page furniture is dropped, offsets stay known."""

import re
from dataclasses import dataclass

from content_models.official_text.folding import align
from content_models.official_text.labels import may_open, read_label

# 「︱ 13 ︱」, 「— 3 —」, 「第 3 页 共 9 页」, and the halves of such a mark when the page break tore it.
_FURNITURE = re.compile(r"(?:[-—–_︱|·]+\s*(?:\d{1,4}\s*[-—–_︱|·]*)?|第\s*\d+\s*页(?:\s*,?\s*共\s*\d+\s*页)?)")
_ENDS_SENTENCE = ("。", "!", "?", ":", ";", "！", "？", "：", "；")
_SLACK = 3.5  # Han widths by which a full line may fall short: indent, punctuation that may not begin a line
_FEWEST_LINES = 8
_LONGEST_PRINTED_LINE = 50


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without its inner line breaks. `start` is the offset of its first character in the plain text."""

    text: str
    start: int


def reflow(text: str) -> str:
    """The text with one paragraph a line: what a reader of a narrow screen should get."""
    return "\n".join(paragraph.text for paragraph in paragraphs(text))


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text`, whether it has one a line (HTML, Word) or hard line breaks (PDF).

    In hard-broken text a line goes on in the next one if it is full, or if it neither ends a sentence nor is a
    heading; a label (一、（一）第一条) always begins a paragraph.
    """
    lines = [line for line in _lines(text) if not _FURNITURE.fullmatch(line.text)]
    width = _printed_width(lines)
    return lines if width is None else _join(lines, width)


def _lines(text: str) -> list[Paragraph]:
    lines: list[Paragraph] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if stripped := line.strip():
            lines.append(Paragraph(text=stripped, start=start + line.index(stripped)))
        start += len(line)
    return lines


def _width(text: str) -> float:
    """In Han characters; ASCII takes half a place."""
    return len(text) - len(text.encode("ascii", "ignore")) / 2


def _printed_width(lines: list[Paragraph]) -> float | None:
    """The measure to which a PDF set its lines; None when the lines are paragraphs already."""
    if len(lines) < _FEWEST_LINES:
        return None
    widths = sorted(_width(line.text) for line in lines)
    widest = widths[int(len(widths) * 0.9)]
    full = sum(1 for width in widths if abs(width - widest) <= _SLACK)
    return widest if 12 <= widest <= _LONGEST_PRINTED_LINE and full >= len(lines) * 0.3 else None


def _join(lines: list[Paragraph], width: float) -> list[Paragraph]:
    joined: list[Paragraph] = []
    parts: list[str] = []
    start = 0
    for line in lines:
        is_labelled = may_open(line.text) and read_label(align(line.text)) is not None
        if parts and (is_labelled or _is_ended(parts[-1], width)):
            joined.append(Paragraph(text=_glue(parts), start=start))
            parts = []
        if not parts:
            start = line.start
        parts.append(line.text)
    return [*joined, Paragraph(text=_glue(parts), start=start)] if parts else joined


def _is_ended(line: str, width: float) -> bool:
    """A short line ends its paragraph; so do the end of a sentence before the margin and 主送机关."""
    short_by = width - _width(line)
    is_salutation = line.startswith("各") and line.endswith(("：", ":"))
    return is_salutation or short_by > _SLACK or (short_by >= 1 and line.endswith(_ENDS_SENTENCE))


def _glue(parts: list[str]) -> str:
    """Join without a space, except between two Latin words or numbers that a line end kept apart."""
    glued = parts[0]
    for part in parts[1:]:
        between = " " if glued[-1].isascii() and glued[-1].isalpha() and part[0].isascii() and part[0].isalpha() else ""
        glued += between + part
    return glued
