"""Positions of lists that are ordered by time: (milliseconds, id) in cursors, (moment, id) in the store."""

from datetime import UTC, datetime, timedelta
from typing import Any

TIMED = (int, str)  # what such a cursor holds
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def position_of(at: datetime, row_id: str) -> tuple[int, str]:
    return (at - _UNIX_EPOCH) // timedelta(milliseconds=1), row_id


def from_position(position: tuple[Any, ...]) -> tuple[datetime, str]:
    milliseconds, row_id = position
    return _UNIX_EPOCH + timedelta(milliseconds=milliseconds), row_id
