"""Finding the words of a list in a text: one pass whatever their number, and right words in their right place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import ahocorasick

from content_models.checks.issues import Severity
from content_models.official_text.folding import align

FUZZY_FROM = 6  # characters: shorter expressions have too many innocent neighbours


@dataclass(frozen=True, slots=True)
class Entry:
    word: str
    instead: str = ""
    reason: str = ""
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """An entry as it was met: `start` and `end` in the text."""

    entry: Entry
    start: int
    end: int
    found: str


@dataclass(frozen=True)
class CompiledList:
    """A word list ready for use. `rule` names list and edition."""

    rule: str
    severity: Severity
    exempt_kinds: frozenset[str] = frozenset()
    is_fixed: bool = False
    is_allowed: bool = False
    entries: tuple[Entry, ...] = ()
    _automaton: ahocorasick.Automaton = field(default_factory=ahocorasick.Automaton, compare=False, repr=False)

    @classmethod
    def of(cls, entries: Iterable[Entry], **facts: object) -> "CompiledList":
        """Keys are the words, or for fixed expressions either half of each: a wrong one keeps one half."""
        compiled = cls(entries=tuple(entries), **facts)  # type: ignore[arg-type]
        keys: dict[str, list[Entry]] = {}
        for entry in compiled.entries:
            for key in _halves(entry.word) if compiled.is_fixed else (entry.word,):
                keys.setdefault(align(key).casefold(), []).append(entry)
        for key, known in keys.items():
            compiled._automaton.add_word(key, (key, known))
        compiled._automaton.make_automaton()
        return compiled

    def said_in(self, text: str) -> Iterator[Said]:
        """Each place at which the list objects to `text` (aligned)."""
        if not len(self._automaton):
            return
        folded = text.casefold() if len(text.casefold()) == len(text) else text
        for end, (key, entries) in self._automaton.iter(folded):
            for entry in entries:
                said = (
                    _nearly(entry, folded, end, key) if self.is_fixed else Said(entry, end + 1 - len(key), end + 1, "")
                )
                if said and not _excepted(entry, folded, said.start, said.end):
                    yield Said(entry, said.start, said.end, text[said.start : said.end])


def _halves(word: str) -> tuple[str, ...]:
    middle = len(word) // 2
    return (word[:middle], word[middle:]) if len(word) >= FUZZY_FROM else ()


def _nearly(entry: Entry, text: str, end: int, key: str) -> Said | None:
    """One half is there word for word, the other with one character wrong, missing, added or two exchanged."""
    word = align(entry.word).casefold()
    start, stop = end + 1 - len(key), end + 1
    is_head = word.startswith(key)
    if word[: len(key)] == key and word[len(word) - len(key) :] == key:
        return None
    rest = word[len(key) :] if is_head else word[: len(word) - len(key)]
    for length in (len(rest), len(rest) - 1, len(rest) + 1):
        other = text[stop : stop + length] if is_head else text[max(0, start - length) : start]
        if other == rest:
            return None
        if len(other) == length and len(rest) >= 3 and _one_slip(other, rest):
            return Said(entry, start if is_head else start - length, stop + length if is_head else stop, "")
    return None


def _one_slip(said: str, meant: str) -> bool:
    """Damerau-Levenshtein distance of one, with the outer character right: a word that merely goes on is no slip."""
    if said[-1:] != meant[-1:] and said[:1] != meant[:1]:
        return False
    if len(said) == len(meant):
        wrong = [place for place in range(len(said)) if said[place] != meant[place]]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and said[wrong[0]] == meant[wrong[1]]
        return len(wrong) == 1 or (swapped and said[wrong[1]] == meant[wrong[0]])
    longer, shorter = sorted((said, meant), key=len, reverse=True)
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def _excepted(entry: Entry, text: str, start: int, end: int) -> bool:
    """Whether the place lies inside one of the phrases in which the word is right."""
    for phrase in map(str.casefold, map(align, entry.exceptions)):
        at = text.find(phrase, max(0, start - len(phrase)), end + len(phrase))
        while at >= 0:
            if at <= start and end <= at + len(phrase):
                return True
            at = text.find(phrase, at + 1, end + len(phrase))
    return False
