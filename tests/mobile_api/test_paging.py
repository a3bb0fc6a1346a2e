"""Cursors come back as they were given, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.kit.cursor import InvalidCursor, encode_cursor
from mobile_api.paging import Cursors

CURSORS = Cursors("list", (int, str))
SECRET = b"secret"


@given(st.integers(), st.text())
def test_round_trip(number: int, text: str) -> None:
    assert CURSORS.decode(CURSORS.encode((number, text), SECRET), SECRET) == (number, text)


@given(st.text())
def test_text_from_anywhere_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursor):
        CURSORS.decode(text, SECRET)


@pytest.mark.parametrize("position", [[], ["list"], ["other", 1, "a"], ["list", "1", "a"], ["list", True, "a"]])
def test_signed_but_for_something_else(position: list[object]) -> None:
    with pytest.raises(InvalidCursor):
        CURSORS.decode(encode_cursor(position, SECRET), SECRET)


def test_signed_with_another_secret() -> None:
    with pytest.raises(InvalidCursor):
        CURSORS.decode(CURSORS.encode((1, "a"), b"another"), SECRET)
