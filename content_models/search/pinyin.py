"""Pinyin of Chinese text, without tones: whole and by first letters. 「公积金」 → gongjijin, gjj.

Spelled word by word and remembered: a character's reading depends on its word (行 in 银行 and 行政), and official
titles use few words again and again.
"""

from collections.abc import Iterable
from functools import lru_cache

from pypinyin import lazy_pinyin

from content_models.search.segmenting import words_of

_REMEMBERED = 50_000  # words


@lru_cache(_REMEMBERED)
def _syllables(word: str) -> tuple[str, ...]:
    """What is no Chinese stays as it is, without what is neither letter nor digit."""
    return tuple(kept for part in lazy_pinyin(word) if (kept := "".join(filter(_is_plain, part))))


def _is_plain(character: str) -> bool:
    return character.isascii() and character.isalnum()


def syllables(text: str) -> list[str]:
    return [syllable for word in words_of(text) for syllable in _syllables(word)]


def spelled(text: str) -> str:
    return "".join(syllables(text))


def initials(text: str) -> str:
    return first_letters(syllables(text))


def first_letters(parts: Iterable[str]) -> str:
    return "".join(part if part.isdigit() else part[0] for part in parts)
