"""The header table of a policy: label and value in neighbouring cells, or 「label：value」 in one place."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from aggregators.extract.dom import words

LABELS = {
    "发文字号": "doc_no",
    "文号": "doc_no",
    "发文机关": "issuers",
    "发布机构": "issuers",
    "发文单位": "issuers",
    "发布机关": "issuers",
    "制发机关": "issuers",
    "成文日期": "signed",
    "发文日期": "signed",
    "成文时间": "signed",
}
_LABELLED = re.compile(rf"(?P<label>{'|'.join(LABELS)})[：:](?P<value>[^\n]{{2,80}})")
_SPACED = "|".join(r"\s*".join(label) for label in LABELS)
_IN_LINE = re.compile(rf"(?<![\u4e00-\u9fff])(?P<label>{_SPACED})\s*[：:】\]]\s*")
_NEXT_LABEL = re.compile(r"\s\S{2,6}[：:]|\s[【\[]")
_LONGEST_LINE, _LONGEST_VALUE = 300, 80  # characters
_SPACED_LABEL = re.compile(r"[\s：:【】\[\]]")


def facts(tree: LexborHTMLParser, lines: Sequence[str] = ()) -> dict[str, str]:
    """By the names in LABELS, as printed; the first place that states a fact counts: tables before `lines`, the page
    as it is read."""
    found: dict[str, str] = {}
    for row in tree.css("tr, dl"):
        for label, value in pairwise(words(cell) for cell in row.css("th, td, dt, dd")):
            name = LABELS.get(_SPACED_LABEL.sub("", label))
            if name and value and _SPACED_LABEL.sub("", value) not in LABELS:
                found.setdefault(name, value)
    for place in tree.css("tr, li, dd, p"):
        match = _LABELLED.match(re.sub(r"\s+", "", place.text()))
        if match is not None:
            found.setdefault(LABELS[match["label"]], match["value"])
    for name, value in _printed(lines):
        found.setdefault(name, value)
    return found


def _printed(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """「发文字号：X 成文日期：Y」 in one line, or the value in the line below its label."""
    for number, text in enumerate(lines):
        for match in _IN_LINE.finditer(text) if len(text) <= _LONGEST_LINE else ():
            below = lines[number + 1] if number + 1 < len(lines) else ""
            value = _NEXT_LABEL.split(text[match.end() :][:_LONGEST_VALUE] or below, maxsplit=1)[0].strip()
            if (
                2 <= len(value) <= _LONGEST_VALUE
                and _SPACED_LABEL.sub("", value) not in LABELS
                and not value.endswith(("：", ":"))
            ):
                yield LABELS[_SPACED_LABEL.sub("", match["label"])], value
