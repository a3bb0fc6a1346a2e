"""All queries for the triage log."""

from datetime import datetime

from content_models.intake.triage_log.documents import TriageEvent
from content_models.kit.errors import NotFound
from content_models.kit.ids import derived_id
from content_models.kit.store import Session


def undoing_id(event_id: str) -> str:
    return derived_id("undo", event_id)


async def append(event: TriageEvent, session: Session) -> None:
    await event.insert(session=session)


async def load(event_id: str, session: Session | None = None) -> TriageEvent:
    event = await TriageEvent.get(event_id, session=session)
    if event is None:
        raise NotFound("没有找到这一步操作，无法撤销。", event_id=event_id)
    return event


async def undoing(event_id: str, session: Session | None = None) -> TriageEvent | None:
    """The event that took this one back."""
    return await TriageEvent.get(undoing_id(event_id), session=session)


async def of_item(item_id: str, limit: int = 20) -> list[TriageEvent]:
    """What was done with the item, newest first."""
    found = await TriageEvent.find({"stands.item_id": item_id}).to_list()
    return sorted(found, key=lambda event: (event.at, event.id), reverse=True)[:limit]


async def between(start: datetime, end: datetime) -> list[TriageEvent]:
    """Every act of that time, oldest first; `end` is not part of it."""
    return await TriageEvent.find({"at": {"$gte": start, "$lt": end}}).sort("+at").to_list()
