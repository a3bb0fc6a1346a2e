"""All queries for viewer sessions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from content_models.kit.store import Session
from content_models.residents.changes import repository as changes
from content_models.residents.sessions.documents import ViewerSession


async def find(session_id: str, session: Session | None = None) -> ViewerSession | None:
    return await ViewerSession.get(session_id, session=session)


async def insert(opened: ViewerSession, session: Session | None = None) -> None:
    await opened.insert(session=session)


async def advance(session_id: str, generation: int, changes: Mapping[str, Any]) -> bool:
    """Compare and set: False when somebody refreshed this generation before, or the session is revoked."""
    written = await ViewerSession.get_pymongo_collection().update_one(
        {"_id": session_id, "generation": generation, "revoked_at": None},
        {"$set": dict(changes), "$inc": {"generation": 1}},
    )
    return written.modified_count == 1


async def revoke(session_id: str, at: datetime, session: Session) -> None:
    """Neither its refresh token nor its viewer tokens are good from now on."""
    await ViewerSession.get_pymongo_collection().update_one(
        {"_id": session_id, "revoked_at": None}, {"$set": {"revoked_at": at}}, session=session
    )
    await changes.end(session_id, at, session)


async def hand_over(resident_id: str, to: str, session: Session) -> None:
    """Every session of `resident_id` belongs to `to` from now on."""
    await ViewerSession.get_pymongo_collection().update_many(
        {"resident_id": resident_id}, {"$set": {"resident_id": to}}, session=session
    )


async def delete_of(resident_id: str, session: Session) -> None:
    await ViewerSession.get_pymongo_collection().delete_many({"resident_id": resident_id}, session=session)


async def of_resident(resident_id: str) -> list[ViewerSession]:
    """In the order they were opened."""
    found = await ViewerSession.find(ViewerSession.resident_id == resident_id).to_list()
    return sorted(found, key=lambda opened: (opened.created_at, opened.id))
