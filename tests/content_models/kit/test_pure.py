"""Ids, cursors and errors."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.kit.cursor import InvalidCursor, decode_cursor, encode_cursor
from content_models.kit.ids import _NAMESPACE, derived_id, new_id

SECRET = b"s" * 32


def test_new_ids_are_uuid7_and_sort_by_time() -> None:
    ids = [new_id() for _ in range(50)]
    assert all(uuid.UUID(one).version == 7 for one in ids)
    assert [one[:13] for one in ids] == sorted(one[:13] for one in ids)


def test_derived_ids_repeat_and_do_not_run_together() -> None:
    assert derived_id("a", "b") == derived_id("a", "b")
    assert derived_id("a", "b") != derived_id("ab")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_derived_ids_are_uuid5(parts: list[str]) -> None:
    assert derived_id(*parts) == str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


@given(st.lists(st.one_of(st.integers(-(2**53), 2**53), st.text())))
def test_cursor_round_trip(position: list[object]) -> None:
    assert decode_cursor(encode_cursor(position, SECRET), SECRET) == position


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        decode_cursor(text, SECRET)


def test_a_cursor_of_another_key_or_cut_short_is_refused() -> None:
    cursor = encode_cursor([1, "x"], SECRET)
    for forged in (encode_cursor([1, "x"], b"other" * 8), cursor[:-3], "A" + cursor[1:] if cursor[0] != "A" else "B"):
        with pytest.raises(InvalidCursor):
            decode_cursor(forged, SECRET)
