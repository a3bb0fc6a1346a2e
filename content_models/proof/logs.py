"""Append-only records that no chain holds together: each day's are sealed as they stand, one root a log.

They are written beside acts that a chain tells as well. What the chain does not say, reasons and the state before, is
proved here from the end of the day on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content_models.announcements.documents import CampaignEvent
from content_models.bundles.documents import PlanEvent
from content_models.editorial.documents import SignOff
from content_models.intake.triage_log.documents import TriageEvent
from content_models.kit.hash_chain import GENESIS, chained_digest, merkle_root
from content_models.kit.records import Record
from content_models.proof import repository as records
from content_models.sources.changes.documents import SourceChange


@dataclass(frozen=True, slots=True)
class Log:
    """`name` stands in the daily root, `words` in what people read."""

    name: str
    words: str
    model: type[Record]


LOGS: Mapping[str, Log] = {
    log.name: log
    for log in (
        Log("triage_events", "分拣记录", TriageEvent),
        Log("source_changes", "来源改动记录", SourceChange),
        Log("sign_offs", "审签", SignOff),
        Log("campaign_events", "推送经过", CampaignEvent),
        Log("reading_plan_events", "解读安排经过", PlanEvent),
    )
}


async def seal_of(log: Log, start: datetime, end: datetime, algorithm: str) -> tuple[int, str]:
    """How many records the log has of that time, and the Merkle root over them as they stand in the store."""
    digests = {row["_id"]: record_digest(row, algorithm) async for row in records.rows_between(log.model, start, end)}
    return len(digests), merkle_root([digests[key] for key in sorted(digests)], algorithm)


def record_digest(row: dict[str, Any], algorithm: str) -> str:
    """Over every field of the stored row: a class that learns another field does not change what was written."""
    return chained_digest(GENESIS, row, algorithm)
