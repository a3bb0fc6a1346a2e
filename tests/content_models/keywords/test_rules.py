"""Followed words: one pass finds what looking for each word finds, and no word inside another word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.keywords.rules import InvalidKeyword, Words, keyword_key

WORDS = st.lists(st.text("供暖期停水区ab", min_size=2, max_size=4), max_size=6)


@given(WORDS, st.text("供暖期停水区ab \n", max_size=60))
def test_it_finds_what_looking_for_each_word_finds(words: list[str], text: str) -> None:
    found = Words(words).said_in(text)
    assert found <= {word for word in words if word in text.replace("\n", "").replace(" ", "")} | set(words)
    han_only = {word for word in words if not word.isascii() and not any(c in "ab" for c in word)}
    flat = "".join(text.split())
    spaced = {word for word in han_only if word in flat}
    assert found & han_only == spaced


@pytest.mark.parametrize(
    ("word", "text", "said"),
    [
        ("it", "Ｉ Ｔ 与 IT 产业", True),
        ("it", "with the city", False),
        ("5g", "５Ｇ基站", True),
        ("5g", "15g 食盐", False),
        ("加装电梯", "既有住宅加装\n电梯", True),
        ("学区", "学 区划分", True),
        ("“双减”", "「双减」政策", True),
    ],
)
def test_width_case_quotes_and_breaks_make_no_difference(word: str, text: str, said: bool) -> None:
    key = keyword_key(word)
    assert Words([key]).said_in(text) == ({key} if said else set())


@pytest.mark.parametrize("word", ["", "水", " 水 ", "。。。", "a" * 21, "水" * 1000, "\u200b\u200b", "——"])
def test_what_is_no_word_is_refused(word: str) -> None:
    with pytest.raises(InvalidKeyword):
        keyword_key(word)


def test_no_words_find_nothing() -> None:
    assert Words([]).said_in("任何文字") == set()
