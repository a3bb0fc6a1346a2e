"""Pure rules: what may be followed as a word, and which words a text says."""

from collections.abc import Iterable

import ahocorasick

from content_models.kit.errors import InvalidInput
from content_models.kit.ids import derived_id
from content_models.official_text.folding import fold_key

SHORTEST, LONGEST = 2, 20  # characters, folded


class InvalidKeyword(InvalidInput):
    """Not 2 to 20 characters of which at least two are letters, digits or Han."""

    code = "INVALID_KEYWORD"
    default_message = "关注词请填 2 到 20 个字，例如“学区”“加装电梯”。"


def keyword_key(raw: str) -> str:
    """The folded word: one form of width, case, quotes and spaces. Raises InvalidKeyword."""
    key = fold_key(raw[: 4 * LONGEST + 1])
    if not SHORTEST <= len(key) <= LONGEST or sum(map(str.isalnum, key)) < SHORTEST:
        raise InvalidKeyword(shortest=SHORTEST, longest=LONGEST)
    return key


def hit_id(keyword: str, release_id: str) -> str:
    return derived_id("keyword hit", keyword, release_id)


class Words:
    """Finds which of many words a text says, in one pass over the text whatever their number (Aho-Corasick)."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._automaton = ahocorasick.Automaton()
        for word in self.words:
            self._automaton.add_word(word, word)
        self._automaton.make_automaton()

    def said_in(self, text: str) -> set[str]:
        """The words as followed. 「IT」 is not said by 「WITH」: a Latin word or number ends where it ends."""
        if not self.words:
            return set()
        folded = fold_key(text)
        return {word for end, word in self._automaton.iter(folded) if _stands_alone(folded, end + 1 - len(word), end)}


def _stands_alone(text: str, first: int, last: int) -> bool:
    return not _joined(text, first - 1, first) and not _joined(text, last, last + 1)


def _joined(text: str, left: int, right: int) -> bool:
    return left >= 0 and right < len(text) and _is_latin(text[left]) and _is_latin(text[right])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
