"""When a source's known pages are next worth a look: never later than the first page's turn, or a day."""

from datetime import UTC, datetime, timedelta

import pytest

from aggregators.reading import LOOK_BACK_WITHIN, next_turn
from content_models.intake.documents import IntakeItem, Reading

NOW = datetime(2024, 5, 6, tzinfo=UTC)


def an_item(*, first_seen: timedelta, read: timedelta | None) -> IntakeItem:
    """Seen and read so long ago; `read` None: the list had the whole text, there is no page to read."""
    reading = Reading(row_sha256="r", read_at=NOW - read if read is not None else None)
    return IntakeItem.model_construct(first_seen_at=NOW - first_seen, reading=reading)


@pytest.mark.parametrize(
    ("items", "turn"),
    [
        ([], LOOK_BACK_WITHIN),
        ([an_item(first_seen=timedelta(days=9), read=None)], LOOK_BACK_WITHIN),
        ([an_item(first_seen=timedelta(hours=9), read=timedelta())], timedelta(hours=1)),
        ([an_item(first_seen=timedelta(days=90), read=timedelta())], LOOK_BACK_WITHIN),
        (
            [an_item(first_seen=timedelta(hours=9), read=timedelta()), an_item(first_seen=timedelta(1), read=None)],
            timedelta(hours=1),
        ),
        ([an_item(first_seen=timedelta(hours=10), read=timedelta(hours=1))], timedelta()),
    ],
)
def test_the_first_turn_of_all_pages_counts(items: list[IntakeItem], turn: timedelta) -> None:
    assert next_turn(items, NOW) - NOW == turn
