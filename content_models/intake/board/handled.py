"""已处理: pages of what has been decided, last first, from windows of time that grow until a page is full.

A window's query is answered by the index on `updated_at` at the cost of what is in it, on every engine; sorting all
that was ever decided is not.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from content_models.intake.board import repository
from content_models.intake.documents import IntakeItem, TriageState

FIRST = timedelta(hours=1)
GROWTH = 3
STEPS = 12  # together thirty years


async def handled(states: Sequence[TriageState], before: datetime, limit: int) -> list[IntakeItem]:
    """At most `limit` items in these states that were last touched before then."""
    found: list[IntakeItem] = []
    window, end = FIRST, before
    for _ in range(STEPS):
        start = end - window
        found += await repository.handled_between(states, start, end)
        if len(found) >= limit:
            break
        window, end = window * GROWTH, start
    return found[:limit]
