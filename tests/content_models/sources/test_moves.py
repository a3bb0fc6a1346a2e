"""A column's address is replaced only after several sightings of the same permanent move."""

from datetime import UTC, datetime, timedelta

import pytest

from content_models.sources.documents import Move
from content_models.sources.moves import is_settled, seen_at

NOW = datetime(2026, 11, 23, tzinfo=UTC)
OLD, NEW = "http://a.example/tz/", "https://b.example/tz/"


def after(*targets: str | None) -> Move | None:
    move: Move | None = None
    for day, target in enumerate(targets):
        move = seen_at(OLD, target, move, NOW + timedelta(days=day))
    return move


def test_three_sightings_in_a_row_settle_a_move() -> None:
    assert not is_settled(after(NEW, NEW))
    assert after(NEW, NEW, NEW) == Move(url=NEW, sightings=3, since=NOW)
    assert is_settled(after(NEW, NEW, NEW))


@pytest.mark.parametrize("between", [None, "https://c.example/tz/"])
def test_a_poll_without_the_redirect_or_with_another_begins_anew(between: str | None) -> None:
    assert not is_settled(after(NEW, NEW, between, NEW, NEW))


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (OLD, OLD),
        (OLD, "https://b.example/"),
        (OLD, "https://b.example"),
        ("https://a.example/tz/", "http://a.example/tz/"),
    ],
)
def test_home_pages_and_steps_back_to_http_are_no_moves(url: str, target: str) -> None:
    assert seen_at(url, target, None, NOW) is None
