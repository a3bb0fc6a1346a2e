"""Pages that are gathered from windows of time hold every row once, in order, wherever a page ends."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content_models.kit.clock import utc_now
from content_models.kit.windows import newest_first

Row = tuple[datetime, str]
HOURS = st.lists(st.integers(min_value=-24 * 365 * 5, max_value=48), max_size=60)


async def page(rows: list[Row], before: datetime | None, limit: int) -> list[Row]:
    async def between(start: datetime, end: datetime) -> list[Row]:
        return [row for row in rows if start <= row[0] < end]

    return await newest_first(between, lambda row: row, before=before, limit=limit, first=timedelta(days=1))


@given(hours=HOURS, limit=st.integers(min_value=1, max_value=70))
async def test_the_first_page_is_what_sorting_would_give(hours: list[int], limit: int) -> None:
    now = utc_now()
    rows = [(now + timedelta(hours=hour), str(number)) for number, hour in enumerate(hours)]
    assert await page(rows, None, limit) == sorted(rows, reverse=True)[:limit]


async def test_the_next_page_begins_below_a_moment() -> None:
    rows = [(datetime(2026, 1, day, tzinfo=UTC), str(day)) for day in range(1, 29)]
    assert [row[1] for row in await page(rows, datetime(2026, 1, 10, tzinfo=UTC), 3)] == ["9", "8", "7"]
