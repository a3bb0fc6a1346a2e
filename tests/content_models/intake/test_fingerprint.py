"""Signatures say how alike two texts are, and quick ways give what the slow ones give."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

from content_models.intake.documents import IntakeItem, RawItem
from content_models.intake.fingerprint import BANDS, OPENING_BANDS, SHORTEST, bands_of, folded_body, url_key
from content_models.kit.records import as_stored, new_row
from content_models.official_text.folding import fold_key
from tests.content_models.intake.factories import MAY, an_item


def words(seed: int, length: int) -> str:
    return "".join(random.Random(seed).choices("供水管网改造街道居民储水施工路段通行交通标志指挥", k=length))


def shared(one: str, other: str) -> int:
    first, second = bands_of([one, other])
    return len(set(first) & set(second))


def test_equal_texts_share_all_bands_and_unrelated_ones_none() -> None:
    assert shared(words(1, 900), words(1, 900)) == BANDS + OPENING_BANDS
    assert shared(words(1, 900), words(2, 900)) == 0


def test_a_text_cut_short_keeps_the_bands_of_its_opening() -> None:
    whole = words(1, 2_000)
    assert shared(whole, whole[:400]) >= OPENING_BANDS


def test_a_word_changed_in_the_middle_leaves_most_bands_of_the_whole() -> None:
    whole = words(1, 900)
    assert shared(whole, whole[:450] + "甲乙" + whole[452:]) > OPENING_BANDS + BANDS / 2


def test_a_text_is_signed_alike_whatever_is_signed_with_it() -> None:
    texts = [words(seed, 100 + seed) for seed in range(9)]
    assert bands_of(texts) == [bands_of([text])[0] for text in texts]


def test_a_short_text_has_no_bands() -> None:
    assert bands_of([words(1, SHORTEST - 1), words(1, SHORTEST)])[0] == []


@pytest.mark.parametrize("odd", ["𬱖" * 70, "\ud800" * 70, "a" * 61])
def test_characters_of_every_plane_can_be_signed(odd: str) -> None:
    assert shared(odd, odd) == BANDS + OPENING_BANDS


@given(st.text(alphabet="供水ＡabＢ1２，。、；：\n _—㐂⺁\u200b　ß", max_size=40))
def test_folding_a_body_keeps_letters_and_digits_of_each_line(text: str) -> None:
    folded = "".join(fold_key(line) for line in text.split("\n"))
    assert folded_body(text).replace("ss", "ß") == "".join(c for c in folded if c.isalnum()).replace("ss", "ß")


@given(st.from_regex(r"https?://(www\.)?[a-c.-]{1,9}(:80)?(/[a-c.~_%/-]{0,9})?(\?a=1|\?spm=2)?", fullmatch=True))
def test_the_key_of_an_address_is_its_canonical_form(url: str) -> None:
    bare = url.removesuffix("?spm=2")
    host, _, path = canonicalize_url(bare).partition("://")[2].partition("/")
    assert url_key(url) == (f"{host.removeprefix('www.')}/{path}" if path else None)


@pytest.mark.usefixtures("store")
def test_a_row_for_writing_is_the_record_as_stored() -> None:
    fields = {"source_id": "s", "item_key": "k", "version_no": 1, "sha256": "0", "raw": "r", "fetched_at": MAY}
    record = RawItem.model_construct(id="x", item=an_item(), **fields)
    assert new_row(RawItem, "x", item=an_item(), **fields) == as_stored(record)
    assert new_row(IntakeItem, "y", title="t") == as_stored(IntakeItem.model_construct(id="y", title="t"))
