"""Newest first without a sort: windows of time that grow until a page is full.

A range of an index costs what is in it, on every engine. Sorting what an index already has in order does not, on the
embedded one: four seconds for the hundred newest of twenty thousand rows, against twenty milliseconds.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from content_models.kit.clock import utc_now

Row = TypeVar("Row")
Between = Callable[
    [datetime, datetime], Awaitable[list[Row]]
]  # rows from the one moment to before the other, any order

GROWTH = 3
NOTHING_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)  # of what we wrote ourselves
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


async def newest_first(
    between: Between[Row],
    key: Callable[[Row], tuple[datetime, str]],
    *,
    before: datetime | None,
    limit: int,
    first: timedelta,
) -> list[Row]:
    """At most `limit` rows older than `before`, by `key` (their moment and id) the newest first.

    None begins with whatever is newest, even where another machine's clock has dated it ahead of ours.
    """
    found: list[Row] = []
    start, end, window = (before or utc_now()) - first, before or NEVER, first
    while len(found) < limit and end > NOTHING_BEFORE:
        found += sorted(await between(start, end), key=key, reverse=True)
        window *= GROWTH
        start, end = start - window, start
    return found[:limit]
