"""Merging channels into pages: the same as sorting everything, at the price of a page."""

from hypothesis import given
from hypothesis import strategies as st

from content_models.timeline.rules import Position, newest_first

positions = st.builds(Position, st.integers(0, 5), st.sampled_from("abcdefgh"))
tails = st.lists(st.lists(positions, unique=True).map(sorted), max_size=4)


@given(tails, st.none() | positions)
def test_merge_is_the_sorted_union_below_the_cursor(tails: list[list[Position]], after: Position | None) -> None:
    union = {position for tail in tails for position in tail}
    expected = sorted((position for position in union if after is None or position < after), reverse=True)
    assert list(newest_first(tails, after)) == expected
