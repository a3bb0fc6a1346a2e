"""All queries for residents' changes.

A count is raised inside the transaction of the change it counts. Whoever has seen a count, and then reads, reads all
that it stands for.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from pymongo import ReturnDocument
from pymongo.errors import BulkWriteError

from content_models.kit.store import Session
from content_models.residents.changes.documents import EndedIdentity, ResidentsPart
from content_models.residents.changes.rules import ENDED_FOR, EVERY_PART, part_of


async def seed() -> None:
    """A row for every part, so that no two transactions race for making one. Repeating it changes nothing."""
    known = await counts()
    missing = [{"_id": part, "changes": 0} for part in EVERY_PART if part not in known]
    if missing:
        with suppress(BulkWriteError):  # somebody else is just doing the same
            await ResidentsPart.get_pymongo_collection().insert_many(missing, ordered=False)


async def note(identity: str, session: Session) -> int:
    """What is kept of this resident is old from now on. Gives the count of their part."""
    counted = await ResidentsPart.get_pymongo_collection().find_one_and_update(
        {"_id": part_of(identity)},
        {"$inc": {"changes": 1}},
        upsert=True,
        return_document=ReturnDocument.AFTER,
        session=session,
    )
    return int((counted or {})["changes"])


async def end(identity: str, at: datetime, session: Session, *, renewable: bool = False) -> None:
    """Tokens of this resident, or session, are good no longer, wherever they are shown."""
    row = {
        "part": part_of(identity),
        "change": await note(identity, session),
        "renewable": renewable,
        "expires_at": at + ENDED_FOR,
    }
    await EndedIdentity.get_pymongo_collection().update_one(
        {"_id": identity}, {"$set": row}, upsert=True, session=session
    )


async def counts() -> dict[str, int]:
    """Of every part that ever changed."""
    rows = await ResidentsPart.get_pymongo_collection().find({}).to_list()
    return {row["_id"]: row["changes"] for row in rows}


async def ended_since(seen: Mapping[str, int]) -> list[EndedIdentity]:
    """Those of the parts that came after the count that was seen there."""
    if not seen:
        return []
    query = {"part": {"$in": sorted(seen)}, "change": {"$gt": min(seen.values())}}
    rows = await EndedIdentity.find(query).to_list()
    return [one for one in rows if one.change > seen[one.part]]
