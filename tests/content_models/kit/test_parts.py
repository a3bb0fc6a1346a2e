"""Ids in parts: each once, none lost, never more at once than asked for."""

from hypothesis import given
from hypothesis import strategies as st

from content_models.kit.parts import parts_of


@given(st.lists(st.text(max_size=3), max_size=60), st.integers(1, 12))
def test_each_id_once_and_in_order(ids: list[str], size: int) -> None:
    parts = list(parts_of(ids, size))
    assert [one for part in parts for one in part] == list(dict.fromkeys(ids))
    assert all(0 < len(part) <= size for part in parts)
