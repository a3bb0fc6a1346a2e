"""All queries for residents, devices, follows and inboxes."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from beanie.operators import In
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Session
from content_models.residents.documents import (
    ConsentPurpose,
    ConsentRecord,
    Device,
    DeviceState,
    Follow,
    InboxEntry,
    NoticeFrequency,
    Resident,
)

BATCH = 500
_DUPLICATE_KEY = 11000


@dataclass(frozen=True, slots=True)
class Retirement:
    """A device the push service called dead. `since` is when its token became invalid."""

    device_id: str
    since: datetime
    reason: str


async def load(resident_id: str, session: Session | None = None) -> Resident:
    """Raises NotFound also for one who was merged into another, or forgotten."""
    resident = await Resident.get(resident_id, session=session)
    if resident is None or resident.merged_into is not None or resident.deleted_at is not None:
        raise NotFound("没有找到您的登记信息，请重新打开应用。", resident_id=resident_id)
    return resident


async def load_many(resident_ids: Iterable[str]) -> dict[str, Resident]:
    """By id; those who were merged or forgotten are absent."""
    found = await Resident.find(In(Resident.id, list(set(resident_ids)))).to_list()
    return {one.id: one for one in found if one.merged_into is None and one.deleted_at is None}


async def load_version(resident_id: str, expected: int, session: Session) -> Resident:
    """Raises NotFound, VersionConflict."""
    resident = await load(resident_id, session)
    if resident.version != expected:
        raise VersionConflict(
            "您的设置刚在另一台设备上改过，请刷新后再改。", expected=expected, actual=resident.version
        )
    return resident


async def save(resident: Resident, session: Session) -> None:
    await resident.save(session=session)


async def insert(resident: Resident, session: Session | None = None) -> None:
    await resident.insert(session=session)


async def save_device(device: Device, session: Session | None = None) -> None:
    """Insert, or replace whoever held this token before."""
    await device.save(session=session)


async def devices_of(resident_id: str) -> list[Device]:
    return await Device.find(Device.resident_id == resident_id).to_list()


async def active_devices(resident_ids: Sequence[str]) -> list[Device]:
    """The devices that can be notified, in the order (resident, device id). Meant for at most BATCH residents."""
    reachable = set(resident_ids) - await _not_to_be_disturbed(resident_ids)
    found = await Device.find(In(Device.resident_id, list(reachable)), Device.state == DeviceState.active).to_list()
    return sorted(found, key=lambda device: (device.resident_id, device.id))


async def _not_to_be_disturbed(resident_ids: Sequence[str]) -> set[str]:
    """Who said no to notifications, or wants them gathered or not at all: their inbox is enough."""
    refused = {f"consents.{ConsentPurpose.notifications.value}.granted": False}
    gathered = {"preferences.frequency": {"$exists": True, "$ne": NoticeFrequency.immediate}}
    query = {"_id": {"$in": list(resident_ids)}, "$or": [refused, gathered]}
    return {row["_id"] async for row in Resident.get_pymongo_collection().find(query, {"_id": 1})}


async def hand_devices_over(resident_id: str, to: str, session: Session) -> None:
    await Device.get_pymongo_collection().update_many(
        {"resident_id": resident_id}, {"$set": {"resident_id": to}}, session=session
    )


async def retire(retirements: Iterable[Retirement]) -> int:
    """Deactivate dead devices, save those registered again since their token died (APNs: 410 carries the time)."""
    writes = [
        UpdateOne(
            {"_id": dead.device_id, "state": DeviceState.active, "registered_at": {"$lte": dead.since}},
            {
                "$set": {
                    "state": DeviceState.unregistered,
                    "unregistered_at": dead.since,
                    "unregistered_reason": dead.reason,
                }
            },
        )
        for dead in retirements
    ]
    return (await Device.get_pymongo_collection().bulk_write(writes, ordered=False)).modified_count if writes else 0


async def follows(follow_id: str, session: Session | None = None) -> bool:
    return await Follow.get(follow_id, session=session) is not None


async def insert_follow(follow: Follow, session: Session | None = None) -> None:
    await follow.insert(session=session)


async def delete_follow(follow_id: str, session: Session | None = None) -> None:
    await Follow.find_one(Follow.id == follow_id, session=session).delete(session=session)


async def follows_of(resident_id: str, session: Session | None = None) -> list[Follow]:
    """In the order they were made."""
    found = await Follow.find(Follow.resident_id == resident_id, session=session).to_list()
    return sorted(found, key=lambda follow: (follow.at, follow.id))


async def followers_of(channels: Sequence[str], batch: int = BATCH) -> AsyncIterator[list[str]]:
    """Residents who follow at least one of the channels, each once, in the order of their ids.

    Read by keyset, so memory stays flat whatever the audience, and whoever stops can go on where it was.
    """
    after = ""
    while rows := await _follows_after(channels, after, batch):
        # Equal ids stand next to each other; the next page starts behind the last of them.
        yield list(dict.fromkeys(rows))
        after = rows[-1]


async def _follows_after(channels: Sequence[str], after: str, limit: int) -> list[str]:
    cursor = (
        Follow.get_pymongo_collection()
        .find({"channel": {"$in": list(channels)}, "resident_id": {"$gt": after}}, {"resident_id": 1})
        .sort("resident_id", 1)
        .limit(limit)
    )
    return [row["resident_id"] async for row in cursor]


async def deliver(entries: Sequence[InboxEntry]) -> int:
    """Put entries into inboxes; those already there are left as they are. Returns how many were new."""
    if not entries:
        return 0
    rows = [entry.model_dump(by_alias=True, exclude={"revision_id"}) for entry in entries]
    try:
        result = await InboxEntry.get_pymongo_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        if any(failure["code"] != _DUPLICATE_KEY for failure in error.details["writeErrors"]):
            raise
        return int(error.details["nInserted"])
    return len(result.inserted_ids)


async def recipients(campaign_id: str, from_resident: str, limit: int = BATCH) -> list[str]:
    """Residents in whose inbox the campaign stands, from this id on (included), in the order of their ids."""
    cursor = (
        InboxEntry.get_pymongo_collection()
        .find({"campaign_id": campaign_id, "resident_id": {"$gte": from_resident}}, {"resident_id": 1})
        .sort("resident_id", 1)
        .limit(limit)
    )
    return [row["resident_id"] async for row in cursor]


async def inbox_page(resident_id: str, limit: int, before: tuple[datetime, str] | None = None) -> list[InboxEntry]:
    """Newest first, at most `limit`. `before` is (at, id) of the last entry already shown."""
    query: dict[str, Any] = {"resident_id": resident_id}
    if before is not None:
        at, entry_id = before
        query["$or"] = [{"at": {"$lt": at}}, {"at": at, "_id": {"$lt": entry_id}}]
    return await InboxEntry.find(query).sort("-at", "-_id").limit(limit).to_list()


async def unread_count(resident_id: str) -> int:
    return await InboxEntry.find(InboxEntry.resident_id == resident_id, InboxEntry.read_at == None).count()  # noqa: E711 - a query, not a comparison


async def mark_read(resident_id: str, entry_ids: Sequence[str], at: datetime, session: Session | None = None) -> int:
    """Entries of this resident that were unread; returns how many."""
    result = await InboxEntry.get_pymongo_collection().update_many(
        {"_id": {"$in": list(entry_ids)}, "resident_id": resident_id, "read_at": None},
        {"$set": {"read_at": at}},
        session=session,
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


async def insert_consent(record: ConsentRecord, session: Session) -> None:
    await record.insert(session=session)


async def consents_of(resident_id: str) -> list[ConsentRecord]:
    """Every yes and no, in the order they were said."""
    return await ConsentRecord.find(ConsentRecord.resident_id == resident_id).sort("+_id").to_list()


async def delete_everything_of(resident_id: str, session: Session) -> None:
    """Devices, follows, inbox and consents; not the resident's own row."""
    for document in (Device, Follow, InboxEntry, ConsentRecord):
        await document.get_pymongo_collection().delete_many({"resident_id": resident_id}, session=session)
