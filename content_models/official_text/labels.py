"""Labels that open a heading: 第一章, 第三十三条, 一、, （一）, 1., （1）, ①, 附件."""

import re
from dataclasses import dataclass
from enum import IntEnum

from content_models.official_text.folding import printed_as
from content_models.official_text.numerals import NUMERAL, to_int


class LabelKind(IntEnum):
    """Ordered from the widest to the narrowest level (GB/T 9704-2012 §7.3.3; 立法技术规范 for 编章节条)."""

    annex = 0  # 附件
    part = 1  # 编
    chapter = 2  # 章
    section = 3  # 节
    article = 4  # 条
    first = 5  # 一、
    second = 6  # （一）; under 条 it is a 项
    third = 7  # 1.; under 条 it is a 目
    fourth = 8  # （1）
    fifth = 9  # ①


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label at the beginning of a line: its kind and number, and how many characters it takes, spaces included."""

    kind: LabelKind
    number: int
    branch: int = 0  # 第三十三条之一
    length: int
    printed: str


_NUMBER = rf"(?P<number>{NUMERAL}{{1,7}}|\d{{1,3}})"
_OPENERS = printed_as("附第(一二三四五六七八九十百千零〇○0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BY_UNIT = {"编": LabelKind.part, "章": LabelKind.chapter, "节": LabelKind.section}
_CUES: tuple[tuple[LabelKind | None, re.Pattern[str]], ...] = (
    (LabelKind.annex, re.compile(r"附\s{0,3}件\s{0,3}(?P<number>\d{1,2})?\s{0,3}[:.]?$")),
    (None, re.compile(rf"第{_NUMBER}(?P<unit>[编章节])(?=\s|$)")),
    (LabelKind.article, re.compile(rf"第{_NUMBER}条(?:之(?P<branch>{NUMERAL}{{1,2}}))?(?=\s|$)")),
    (LabelKind.first, re.compile(rf"(?P<number>{NUMERAL}{{1,3}})、")),
    (LabelKind.second, re.compile(rf"\((?P<number>{NUMERAL}{{1,3}})\)")),
    (LabelKind.third, re.compile(r"(?P<number>\d{1,2})[.、](?!\d)")),
    (LabelKind.fourth, re.compile(r"\((?P<number>\d{1,2})\)")),
    (LabelKind.fifth, re.compile(r"(?P<number>[①-⑳])")),
)


def may_open(line: str) -> bool:
    """Whether `line`, aligned or as printed, begins like a label: asked before anything that takes longer."""
    return line[:1] in _OPENERS


def read_label(line: str) -> Label | None:
    """The label that `line` begins with; `line` is aligned (see `folding.align`) and stripped.

    Decimals (「1.5倍」) and citations (「第三条规定的…」) are no labels; neither is a number out of reach (0, 第零条).
    """
    for kind, cue in _CUES:
        if match := cue.match(line):
            return _label(kind, match)
    return None


def _label(kind: LabelKind | None, match: re.Match[str]) -> Label | None:
    groups = match.groupdict()
    number = _number(groups["number"])
    if not number and kind is not LabelKind.annex:
        return None
    return Label(
        kind=_BY_UNIT[groups["unit"]] if kind is None else kind,
        number=number or 0,
        branch=to_int(groups.get("branch") or "0") or 0,
        length=match.end(),
        printed=match[0].strip(),
    )


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else to_int(text)
