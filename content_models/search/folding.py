"""Folding for search: full-width, radicals, brackets and letter case. Every offset stays true in the original."""

import re

from content_models.official_text.folding import fold_number

_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def fold_text(text: str) -> str:
    """As long as `text`. Control characters and lone surrogates, which are no text, become spaces."""
    return _lower(fold_number(_NO_TEXT.sub(" ", text)))


def _lower(text: str) -> str:
    """Some letters have a lower case of two characters (İ); those stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)
