"""What changed between two versions of a text, character by character.

Paragraphs are matched first and characters only inside paragraphs that changed, so that a regulation of 100,000
characters is compared in milliseconds and a moved clause is not taken apart.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

LARGEST_BLOCK = 2000  # characters: longer changed passages are shown as replaced whole


class ChangeKind(StrEnum):
    same = "same"  # 未变
    removed = "removed"  # 删去
    added = "added"  # 增加


class Change(NamedTuple):
    kind: ChangeKind
    text: str


def changes(before: str, after: str) -> list[Change]:
    """In reading order. `same` and `removed` together give `before`; `same` and `added` together give `after`."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        left, right = "".join(old[a:b]), "".join(new[c:d])
        found += [Change(ChangeKind.same, left)] if tag == "equal" else _inside(left, right)
    return list(_joined(found))


def _inside(left: str, right: str) -> list[Change]:
    if len(left) + len(right) > LARGEST_BLOCK:
        return [Change(ChangeKind.removed, left), Change(ChangeKind.added, right)]
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change(ChangeKind.same, left[a:b]))
        else:
            found += [Change(ChangeKind.removed, left[a:b]), Change(ChangeKind.added, right[c:d])]
    return found


def _joined(found: list[Change]) -> Iterator[Change]:
    """Without empty parts, neighbours of one kind as one."""
    pending: Change | None = None
    for change in found:
        if not change.text:
            continue
        if pending is not None and pending.kind is change.kind:
            pending = Change(pending.kind, pending.text + change.text)
            continue
        if pending is not None:
            yield pending
        pending = change
    if pending is not None:
        yield pending
