"""「您是不是要找」: the words of a title that a misspelt question is closest to."""

from collections.abc import Sequence

from content_models.search.folding import fold_text
from content_models.search.pinyin import spelled
from content_models.search.segmenting import joined
from content_models.search.understanding import Understood
from content_models.search.vocabulary import Vocabulary

_SHORT, _LONG = 4, 8  # characters; from _LONG on two of them may be wrong


def did_you_mean(understood: Understood, titles: Sequence[str], words: Vocabulary, *, relaxed: bool) -> str | None:
    """Words of the `titles` found (best first) that sound like the question, or nearly look like it; for letters, the
    phrase they spell. None when the question itself was found."""
    whole = understood.whole
    if whole.isascii():
        return next(iter(words.spelled_as(whole)), None)
    for title in titles:
        found, errors = closest(whole, joined(fold_text(title)))
        if errors == 0:
            return None
        if _is_meant(whole, found, errors, relaxed=relaxed):
            return found
    return None


def _is_meant(whole: str, found: str, errors: int, *, relaxed: bool) -> bool:
    if len(whole) == len(found) and spelled(whole) == spelled(found):
        return True
    allowed = 2 if len(whole) >= _LONG else 1
    return relaxed and len(whole) >= _SHORT and errors <= allowed


def closest(wanted: str, text: str) -> tuple[str, int]:
    """The part of `text` with the fewest single-character errors against `wanted`, and how many (Sellers 1980)."""
    above = [(0, start) for start in range(len(text) + 1)]  # errors so far, and where the part began
    for row, character in enumerate(wanted, 1):
        current = [(row, 0)]
        for column, other in enumerate(text, 1):
            replaced = (above[column - 1][0] + (character != other), above[column - 1][1])
            left_out = (above[column][0] + 1, above[column][1])
            put_in = (current[column - 1][0] + 1, current[column - 1][1])
            current.append(min(replaced, left_out, put_in))
        above = current
    ends = ((errors, abs(end - start - len(wanted)), start, end) for end, (errors, start) in enumerate(above))
    errors, _, start, end = min(ends)  # of equally close parts the one as long as the question
    return text[start:end], errors
