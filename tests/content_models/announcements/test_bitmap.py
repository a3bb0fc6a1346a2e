"""The bitmap against a plain set of numbers, and packed strings against a plain list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.announcements.bitmap import Bitmap
from content_models.kit.packed import pack, unpack

indexes = st.lists(st.integers(0, 5000), max_size=60)


@given(st.lists(indexes, max_size=5), indexes, st.integers(0, 5100))
def test_bits_set_one_by_one_or_all_at_once_are_the_same(
    batches: list[list[int]], singly: list[int], size: int
) -> None:
    bitmap, known = Bitmap(), set[int]()
    for batch in batches:
        assert bitmap.set_all(batch) == len(set(batch) - known)
        known |= set(batch)
    for index in singly:
        bitmap.set(index)
        known.add(index)
    assert len(bitmap) == len(known)
    assert Bitmap(bytes(bitmap)).clear_below(size) == [index for index in range(size) if index not in known]
    assert all(index in bitmap for index in known)


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1)))
def test_packed_strings_come_out_as_they_went_in(strings: list[str]) -> None:
    assert unpack(pack(strings)) == strings
    assert unpack(strings) == strings  # rows written before lists were packed


def test_a_line_break_would_come_back_as_two_and_is_refused() -> None:
    with pytest.raises(ValueError, match="line break"):
        pack(["one", "two\nthree"])
