"""All queries for inboxes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from beanie.operators import In
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from content_models.kit.parts import parts_of
from content_models.kit.store import Session
from content_models.residents.documents import InboxEntry, InboxMark, Standing
from content_models.residents.rules import inbox_entry_id

BATCH = 500
_DUPLICATE_KEY = 11000


async def deliver(entries: Sequence[InboxEntry]) -> int:
    """Put entries into inboxes; those already there are left as they are. Returns how many were new."""
    return await insert([entry.model_dump(by_alias=True, exclude={"revision_id"}) for entry in entries])


async def deliver_alike(entry: InboxEntry, resident_ids: Sequence[str]) -> int:
    """As `deliver`, the same entry to each of these: a campaign has as many as the city has followers, and a row costs
    a sixth of a document."""
    alike = entry.model_dump(by_alias=True, exclude={"revision_id"})
    return await insert(
        [alike | {"_id": inbox_entry_id(one, entry.release_id), "resident_id": one} for one in resident_ids]
    )


async def insert(rows: list[dict[str, Any]]) -> int:
    """Rows as they are stored, save those already there. Returns how many were new."""
    if not rows:
        return 0
    try:
        result = await InboxEntry.get_pymongo_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        _only_duplicates(error)
        return int(error.details["nInserted"])
    return len(result.inserted_ids)


async def tell_again(entries: Sequence[InboxEntry], *, unread: bool = True) -> None:
    """A later word about the same release takes the entry's place, its first time kept; `unread` makes it unread again.

    Who was not told before is told now. Doing it twice changes nothing, read or not.
    """
    writes = [
        UpdateOne(
            {"_id": entry.id, "campaign_id": {"$ne": entry.campaign_id}},
            {
                "$set": {"campaign_id": entry.campaign_id, "title": entry.title, "retracted_at": None}
                | ({"read_at": None} if unread else {}),
                "$setOnInsert": {
                    "resident_id": entry.resident_id,
                    "release_id": entry.release_id,
                    "kind": entry.kind,
                    "at": entry.at,
                    "expires_at": entry.expires_at,
                },
            },
            upsert=True,
        )
        for entry in entries
    ]
    try:
        await InboxEntry.get_pymongo_collection().bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        _only_duplicates(error)  # already told by this very campaign


def _only_duplicates(error: BulkWriteError) -> None:
    if any(failure["code"] != _DUPLICATE_KEY for failure in error.details["writeErrors"]):
        raise error


async def retract(release_id: str, at: datetime) -> int:
    """Take the release out of every inbox; returns out of how many."""
    written = await InboxEntry.get_pymongo_collection().update_many(
        {"release_id": release_id, "retracted_at": None}, {"$set": {"retracted_at": at, "awaiting_digest": False}}
    )
    return written.modified_count


async def say_instead(campaign_id: str, by: str, title: str) -> int:
    """Where this campaign has the last word, campaign `by` has it from now on, unread; returns in how many inboxes."""
    written = await InboxEntry.get_pymongo_collection().update_many(
        {"campaign_id": campaign_id, "retracted_at": None},
        {"$set": {"campaign_id": by, "title": title, "read_at": None}},
    )
    return written.modified_count


async def standing(entry_ids: Sequence[str]) -> dict[str, Standing]:
    """By id; unknown ones are absent. Asked for thousands at a time."""
    shown = {"release_id": 1, "campaign_id": 1, "at": 1, "retracted_at": 1}
    found = {}
    for these in parts_of(entry_ids):
        for row in await InboxEntry.get_pymongo_collection().find({"_id": {"$in": these}}, shown).to_list():
            known = (row["_id"], row["release_id"], row["campaign_id"], row["at"], row.get("retracted_at"))
            found[row["_id"]] = Standing(*known)
    return found


async def told_since(resident_ids: Sequence[str], since: datetime, kind: str) -> list[tuple[str, datetime, str]]:
    """(resident, first told at, release) of what these residents were told of this kind from then on."""
    shown, told = {"resident_id": 1, "at": 1, "release_id": 1}, []
    for these in parts_of(resident_ids):
        query = {"resident_id": {"$in": these}, "at": {"$gte": since}, "kind": kind}
        rows = InboxEntry.get_pymongo_collection().find(query, shown)
        told += [(row["resident_id"], row["at"], row["release_id"]) for row in await rows.to_list()]
    return told


async def gather(entry_ids: Sequence[str]) -> None:
    """These await a digest from now on, unless one has taken them before."""
    for these in parts_of(entry_ids):
        await InboxEntry.get_pymongo_collection().update_many(
            {"_id": {"$in": these}, "digest_id": None, "retracted_at": None}, {"$set": {"awaiting_digest": True}}
        )


async def awaiting_digest(after: str, limit: int = BATCH) -> list[str]:
    """Residents behind `after` whose entries await a digest, each once, in the order of their ids."""
    query = {"awaiting_digest": True, "resident_id": {"$gt": after}}
    rows = InboxEntry.get_pymongo_collection().find(query, {"resident_id": 1}).sort("resident_id", 1).limit(limit)
    return list(dict.fromkeys([row["resident_id"] async for row in rows]))


async def take_for_digest(resident_ids: Sequence[str], digest_id: str) -> None:
    """What awaits is this digest's from now on, and never another's."""
    await InboxEntry.get_pymongo_collection().update_many(
        {"awaiting_digest": True, "resident_id": {"$in": list(resident_ids)}, "digest_id": None},
        {"$set": {"awaiting_digest": False, "digest_id": digest_id}},
    )


async def digest_recipients(digest_id: str, after: str, limit: int = BATCH) -> list[str]:
    """Residents behind `after` who have something in this digest, each once, in the order of their ids."""
    query = {"digest_id": digest_id, "resident_id": {"$gt": after}}
    rows = InboxEntry.get_pymongo_collection().find(query, {"resident_id": 1}).sort("resident_id", 1).limit(limit)
    return list(dict.fromkeys([row["resident_id"] async for row in rows]))


async def told_count(campaign_id: str) -> int:
    """In how many inboxes the campaign stands."""
    return await InboxEntry.get_pymongo_collection().count_documents({"campaign_id": campaign_id})


async def opened_count(campaign_id: str) -> int:
    """How many of those the campaign told have opened it: reading the entry is what the app reports."""
    query = {"campaign_id": campaign_id, "read_at": {"$ne": None}}
    return await InboxEntry.get_pymongo_collection().count_documents(query)


async def holders(campaign_id: str, resident_ids: Sequence[str]) -> list[str]:
    """Those of the residents in whose inbox the campaign stands."""
    query = {"campaign_id": campaign_id, "resident_id": {"$in": list(resident_ids)}}
    return [row["resident_id"] async for row in InboxEntry.get_pymongo_collection().find(query, {"resident_id": 1})]


async def inbox_marks(resident_ids: Sequence[str]) -> dict[str, datetime]:
    """When each resident last read something; those who never did are absent."""
    return {mark.id: mark.changed_at for mark in await InboxMark.find(In(InboxMark.id, list(resident_ids))).to_list()}


async def inbox_page(resident_id: str, limit: int, before: tuple[datetime, str] | None = None) -> list[InboxEntry]:
    """Newest first, at most `limit`, without what was retracted. `before` is (at, id) of the last entry shown."""
    query: dict[str, Any] = {"resident_id": resident_id, "retracted_at": None}
    if before is not None:
        at, entry_id = before
        query["$or"] = [{"at": {"$lt": at}}, {"at": at, "_id": {"$lt": entry_id}}]
    return await InboxEntry.find(query).sort("-at", "-_id").limit(limit).to_list()


async def unread_count(resident_id: str) -> int:
    query = {"resident_id": resident_id, "read_at": None, "retracted_at": None}
    return await InboxEntry.get_pymongo_collection().count_documents(query)


async def mark_read(resident_id: str, entry_ids: Sequence[str], at: datetime, session: Session | None = None) -> int:
    """Entries of this resident that were unread; returns how many."""
    result = await InboxEntry.get_pymongo_collection().update_many(
        {"_id": {"$in": list(entry_ids)}, "resident_id": resident_id, "read_at": None},
        {"$set": {"read_at": at}},
        session=session,
    )
    if result.modified_count:
        await InboxMark.get_pymongo_collection().update_one(
            {"_id": resident_id}, {"$set": {"changed_at": at}}, upsert=True, session=session
        )
    return result.modified_count


async def every_entry(resident_id: str, session: Session | None = None) -> list[InboxEntry]:
    """The whole inbox, oldest first."""
    found = await InboxEntry.find(InboxEntry.resident_id == resident_id, session=session).to_list()
    return sorted(found, key=lambda entry: (entry.at, entry.id))


async def insert_entries(entries: Sequence[InboxEntry], session: Session) -> None:
    if entries:
        await InboxEntry.insert_many(list(entries), session=session)


async def delete_entries(resident_id: str, session: Session) -> None:
    await InboxEntry.get_pymongo_collection().delete_many({"resident_id": resident_id}, session=session)
