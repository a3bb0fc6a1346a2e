"""已处理: pages of what has been decided, last first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from content_models.intake.board import repository
from content_models.intake.documents import IntakeItem, TriageState
from content_models.kit.windows import newest_first

FIRST = timedelta(hours=1)


async def handled(states: Sequence[TriageState], before: datetime, limit: int) -> list[IntakeItem]:
    """At most `limit` items in these states that were last touched before then."""
    between = partial(repository.handled_between, states)
    return await newest_first(between, lambda item: (item.updated_at, item.id), before=before, limit=limit, first=FIRST)
