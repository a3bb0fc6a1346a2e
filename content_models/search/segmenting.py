"""Cutting folded text into what is looked up: pairs of neighbouring characters, and dictionary words.

Pairs find every substring, whatever the dictionary thinks; words of three characters and more are rarer and therefore
tell more. A word of two characters is its own pair.
"""

import re
from itertools import pairwise

from rjieba import cut, cut_for_search

_RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]+|[a-z0-9]+(?:\.[0-9]+)?")
_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")
LONGEST_WORD = 40  # characters; a longer one is an address or an attack


def is_han(text: str) -> bool:
    return bool(text) and _HAN.match(text) is not None


def runs(folded: str) -> list[str]:
    """The stretches of Chinese, and the words of letters and digits, in order."""
    return [run for run in _RUN.findall(folded) if len(run) <= LONGEST_WORD or is_han(run)]


def joined(folded: str) -> str:
    """Only what counts, in one piece: how a title is looked for, whatever stands between its words."""
    return "".join(_RUN.findall(folded))


def pairs(text: str) -> list[str]:
    """Neighbouring characters of one piece, and its last character: 「低空经」 → 低空 空经 经.

    A phrase of pairs is a substring; the single last one lets a prefix query find every single character.
    """
    return [*map("".join, pairwise(text)), *text[-1:]]


def words_of(text: str) -> list[str]:
    """In order and without overlap. Without the model for unknown words: it would cut them differently elsewhere."""
    return cut(text, hmm=False)


def long_words(text: str) -> list[str]:
    """Words of three characters and more, also those inside others."""
    return [word for word in cut_for_search(text, hmm=False) if len(word) > 2 and is_han(word)]


def terms(folded: str) -> str:
    """What is indexed of a body: pairs and long words, separated by spaces."""
    found: list[str] = []
    for run in runs(folded):
        if is_han(run):
            found += pairs(run)
        else:
            found.append(run)
    return " ".join([*found, *long_words(folded)])
