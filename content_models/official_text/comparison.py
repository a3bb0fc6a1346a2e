"""What changed between two versions of a text, character by character.

Paragraphs are matched first and characters only inside paragraphs that changed, so that a regulation of 100,000
characters is compared in milliseconds and a moved clause is not taken apart. Of 5 MB, whatever they say, it takes a few
seconds at most.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

LARGEST_BLOCK = 2000  # characters: longer changed passages are shown as replaced whole
MOST_PAIRS = 1_000_000  # of equal lines: where texts repeat themselves more, what lies between is replaced whole


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
    head, tail = _shared(old, new)
    found = [Change(ChangeKind.same, "".join(old[:head]))]
    found += _between(old[head : len(old) - tail], new[head : len(new) - tail])
    found.append(Change(ChangeKind.same, "".join(old[len(old) - tail :])))
    return list(_joined(found))


def _shared(before: Sequence[object], after: Sequence[object]) -> tuple[int, int]:
    """How much both begin with, and how much of the rest both end with."""
    most = min(len(before), len(after))
    head = _longest(most, lambda size: before[:size] == after[:size])
    tail = _longest(most - head, lambda size: before[len(before) - size :] == after[len(after) - size :])
    return head, tail


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    """The largest size up to `most` that holds, where each below it does as well."""
    return bisect_left(range(1, most + 1), True, key=lambda size: not holds(size))


def _between(old: list[str], new: list[str]) -> Iterator[Change]:
    repeated = Counter(new)
    if sum(repeated[line] for line in old) > MOST_PAIRS:
        yield from _inside("".join(old), "".join(new))
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        left, right = "".join(old[a:b]), "".join(new[c:d])
        yield from [Change(ChangeKind.same, left)] if tag == "equal" else _inside(left, right)


def _inside(left: str, right: str) -> list[Change]:
    if len(left) + len(right) > LARGEST_BLOCK:
        return _replaced(left, right)
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change(ChangeKind.same, left[a:b]))
        else:
            found += [Change(ChangeKind.removed, left[a:b]), Change(ChangeKind.added, right[c:d])]
    return found


def _replaced(left: str, right: str) -> list[Change]:
    """One stretch for another, within what both begin and end with: a paragraph may be as long as a book."""
    head, tail = _shared(left, right)
    return [
        Change(ChangeKind.same, left[:head]),
        Change(ChangeKind.removed, left[head : len(left) - tail]),
        Change(ChangeKind.added, right[head : len(right) - tail]),
        Change(ChangeKind.same, left[len(left) - tail :]),
    ]


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
