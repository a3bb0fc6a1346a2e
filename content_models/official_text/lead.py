"""The lead of a text: what a card shows when nobody wrote a summary."""

import re

from content_models.official_text.doc_no import find_doc_nos
from content_models.official_text.labels import read_label

_SALUTATION = re.compile(r"^[^。；;]{2,60}[:：]$")
_NOTE = re.compile(r"^[【\[]|^[（(][^（()）]*[）)]$")
_SHORTEST = 12  # characters: shorter lines are signatures, dates and labels


def lead(text: str, length: int) -> str:
    """The first lines of running text, up to `length` characters: no 文号, no heading, no 「各有关单位：」, no note.

    Empty when the text has no such line.
    """
    words = "".join(line for line in text.split("\n") if _runs(line.strip()))
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def _runs(line: str) -> bool:
    if len(line) < _SHORTEST or _NOTE.match(line) or _SALUTATION.match(line):
        return False
    found = find_doc_nos(line)
    is_number = bool(found) and found[0].end - found[0].start >= len(line) - 2
    return not is_number and (read_label(line) is None or "。" in line)
