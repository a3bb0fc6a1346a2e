"""What must happen after a commit, written in that commit. Rows are facts about what changed, not instructions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record
from content_models.kit.store import Session, Store


class OutboxState(StrEnum):
    pending = "pending"
    done = "done"


class OutboxRow(Record):
    """`_id` = topic:subject:version, so the same fact cannot be announced twice.

    Effects are idempotent and re-read the store; `done_effects` only spares repeating those that succeeded.
    """

    topic: str
    subject_id: str
    subject_version: int
    payload: dict[str, Any] = {}
    state: OutboxState = OutboxState.pending
    created_at: datetime
    not_before: datetime
    done_effects: list[str] = []
    attempts: int = 0
    last_error: str | None = None
    epoch: int = 0
    done_at: datetime | None = None

    class Settings:
        name = "outbox"
        indexes = [
            IndexModel([("state", ASCENDING), ("not_before", ASCENDING)], name="due"),
            IndexModel([("subject_id", ASCENDING)], name="subject"),
        ]


async def enqueue(
    store: Store,
    session: Session,
    *,
    topic: str,
    subject_id: str,
    subject_version: int,
    payload: dict[str, Any] | None = None,
) -> None:
    """Write the row in the caller's transaction; it exists if and only if the change does."""
    now = store.now()
    await OutboxRow(
        id=f"{topic}:{subject_id}:{subject_version}",
        topic=topic,
        subject_id=subject_id,
        subject_version=subject_version,
        payload=payload or {},
        created_at=now,
        not_before=now,
    ).insert(session=session)


async def due(now: datetime, limit: int) -> list[OutboxRow]:
    """Rows that may run now, oldest first."""
    query = OutboxRow.find(OutboxRow.state == OutboxState.pending, OutboxRow.not_before <= now)
    return await query.sort("+created_at").limit(limit).to_list()


async def claim(row: OutboxRow, until: datetime) -> bool:
    """Take the row for this process until `until`; False when another relay was faster."""
    taken = await OutboxRow.get_pymongo_collection().update_one(
        {"_id": row.id, "epoch": row.epoch, "state": OutboxState.pending},
        {"$set": {"not_before": until}, "$inc": {"epoch": 1, "attempts": 1}},
    )
    if taken.modified_count == 0:
        return False
    row.epoch += 1
    row.attempts += 1
    return True


async def settle(row: OutboxRow, changes: dict[str, Any]) -> None:
    """Write the outcome of a claimed row, unless the claim has passed to someone else meanwhile."""
    await OutboxRow.get_pymongo_collection().update_one({"_id": row.id, "epoch": row.epoch}, {"$set": changes})


async def pending_count() -> int:
    return await OutboxRow.find(OutboxRow.state == OutboxState.pending).count()


async def forget_done(before: datetime) -> int:
    """Delete rows that were done before that moment; returns how many."""
    query = OutboxRow.find(OutboxRow.state == OutboxState.done, OutboxRow.done_at < before)  # type: ignore[operator]
    gone = await query.delete()
    return gone.deleted_count if gone else 0
