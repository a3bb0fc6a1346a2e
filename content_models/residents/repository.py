"""All queries for residents, devices, follows and consents."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from beanie.operators import NE, In
from pymongo import UpdateOne

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.parts import parts_of
from content_models.kit.store import Session
from content_models.residents.changes import repository as changes
from content_models.residents.documents import (
    Consent,
    ConsentPurpose,
    ConsentRecord,
    Device,
    DeviceState,
    Follow,
    InboxEntry,
    InboxMark,
    NoticeFrequency,
    Preferences,
    QuietHours,
    Resident,
)
from content_models.residents.roster import repository as roster

BATCH = 500


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
    await roster.note([resident.id], session)
    await changes.note(resident.id, session)


async def insert(resident: Resident, session: Session | None = None) -> None:
    await resident.insert(session=session)
    await roster.note([resident.id], session)


async def save_device(device: Device, session: Session | None = None, *, before: Device | None = None) -> None:
    """Insert, or replace whoever held this token `before`."""
    await device.save(session=session)
    await roster.note([device.resident_id, *([before.resident_id] if before else [])], session)


async def devices_of(resident_id: str) -> list[Device]:
    return await Device.find(Device.resident_id == resident_id).to_list()


async def active_devices(resident_ids: Sequence[str]) -> list[Device]:
    """Their devices that are in use, in the order (resident, device id), without those of staff, which are told of
    everything anyway. Whether one of them is disturbed now is asked when it is sent to. At most BATCH residents."""
    query = Device.find(
        In(Device.resident_id, list(resident_ids)), Device.state == DeviceState.active, NE(Device.staff, True)
    )
    return sorted(await query.to_list(), key=lambda device: (device.resident_id, device.id))


async def staff_devices(limit: int = BATCH) -> list[Device]:
    """Devices in use that get a copy of every announcement, in the order of their ids."""
    found = await Device.find(Device.staff == True, Device.state == DeviceState.active).limit(limit).to_list()  # noqa: E712 - a query
    return sorted(found, key=lambda device: device.id)


async def holders_of(device_ids: Sequence[str]) -> dict[str, str]:
    """Whose each of these devices is now, by device; devices out of use are absent."""
    holders: dict[str, str] = {}
    for these in parts_of(device_ids):
        asked = Device.get_pymongo_collection().find({"_id": {"$in": these}}, {"resident_id": 1, "state": 1})
        rows = await asked.to_list()
        holders |= {row["_id"]: row["resident_id"] for row in rows if row["state"] == DeviceState.active}
    return holders


async def find_device(device_id: str, session: Session | None = None) -> Device | None:
    return await Device.get(device_id, session=session)


async def lay_idle_devices_off(registered_before: datetime) -> int:
    """Devices that were last seen before that moment (个人信息保护法 art. 19, 47); returns how many."""
    idle = {
        "staff": {"$in": [True, False, None]},  # any: the index leads with it
        "registered_at": {"$lt": registered_before},
        "state": DeviceState.active,
    }
    count = 0
    while found := await Device.get_pymongo_collection().find(idle, {"_id": 1}).limit(BATCH).to_list():
        these = [row["_id"] for row in found]
        written = await Device.get_pymongo_collection().update_many(
            idle | {"_id": {"$in": these}}, {"$set": {"state": DeviceState.inactive}}
        )
        await roster.note_owners(these)
        count += written.modified_count
    return count


async def owners(resident_ids: Iterable[str]) -> dict[str, Resident]:
    """By the id asked for: the resident, or the person they were joined to since. Those who left are absent.

    Asked for thousands at a time before each chunk: only what decides whether somebody may be disturbed is read.
    """
    found = await _as_disturbed(set(resident_ids))
    joined = {one.merged_into for one in found.values() if one.merged_into}
    people = await _as_disturbed(joined) if joined else {}
    now = {one_id: people.get(one.merged_into) if one.merged_into else one for one_id, one in found.items()}
    return {one_id: one for one_id, one in now.items() if one and not one.merged_into and one.deleted_at is None}


_DISTURBED = {"merged_into": 1, "deleted_at": 1, "preferences": 1, f"consents.{ConsentPurpose.notifications}": 1}


async def _as_disturbed(resident_ids: set[str]) -> dict[str, Resident]:
    """Not validated one by one, which costs more than everything else that is done for a device."""
    found: dict[str, Resident] = {}
    for these in parts_of(resident_ids):
        rows = Resident.get_pymongo_collection().find({"_id": {"$in": these}}, _DISTURBED)
        found |= {row["_id"]: _resident(row) for row in await rows.to_list()}
    return found


def _resident(row: dict[str, Any]) -> Resident:
    chosen, said = row.get("preferences") or {}, row.get("consents") or {}
    quiet = chosen.get("quiet_hours") or {}
    resident: Resident = Resident.model_construct(
        id=row["_id"],
        preferences=_chosen(chosen.get("frequency"), quiet.get("start"), quiet.get("end")),
        consents={ConsentPurpose(purpose): Consent(**consent) for purpose, consent in said.items()},
        merged_into=row.get("merged_into"),
        deleted_at=row.get("deleted_at"),
    )
    return resident


@lru_cache(maxsize=4096)
def _chosen(frequency: str | None, start: int | None, end: int | None) -> Preferences:
    """Most people choose alike. What somebody left open is the default."""
    hours = {name: value for name, value in (("start", start), ("end", end)) if value is not None}
    return Preferences(
        frequency=NoticeFrequency(frequency or NoticeFrequency.immediate), quiet_hours=QuietHours(**hours)
    )


async def residents_in(code_begins: str, after: str, limit: int = BATCH) -> list[str]:
    """Ids of residents whose district's code begins so (with "": everybody), behind `after`, in their order."""
    query: dict[str, Any] = {"_id": {"$gt": after}, "merged_into": None, "deleted_at": None}
    if code_begins:
        query["preferences.district_id"] = {"$regex": f"^{re.escape(code_begins)}"}
    rows = Resident.get_pymongo_collection().find(query, {"_id": 1}).sort("_id", 1).limit(limit)
    return [row["_id"] async for row in rows]


async def following(resident_ids: Sequence[str], channels: Sequence[str]) -> set[str]:
    """Which of these residents follow at least one of the channels now."""
    found = set()
    for these in parts_of(resident_ids):
        query = {"resident_id": {"$in": these}, "channel": {"$in": list(channels)}}
        rows = Follow.get_pymongo_collection().find(query, {"resident_id": 1})
        found |= {row["resident_id"] for row in await rows.to_list()}
    return found


async def hand_devices_over(resident_id: str, to: str, session: Session) -> None:
    await Device.get_pymongo_collection().update_many(
        {"resident_id": resident_id}, {"$set": {"resident_id": to}}, session=session
    )
    await roster.note([resident_id, to], session)


async def retire(retirements: Iterable[Retirement]) -> int:
    """Deactivate dead devices, save those registered again since their token died (APNs: 410 carries the time)."""
    writes = {
        dead.device_id: UpdateOne(
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
    }
    if not writes:
        return 0
    written = await Device.get_pymongo_collection().bulk_write(list(writes.values()), ordered=False)
    await roster.note_owners(list(writes))
    return written.modified_count


async def follows(follow_id: str, session: Session | None = None) -> bool:
    return await Follow.get(follow_id, session=session) is not None


async def insert_follow(follow: Follow, session: Session | None = None) -> None:
    await follow.insert(session=session)
    await roster.note([follow.resident_id], session)


async def delete_follow(follow: Follow, session: Session | None = None) -> None:
    await follow.delete(session=session)
    await roster.note([follow.resident_id], session)


async def find_follow(follow_id: str, session: Session | None = None) -> Follow | None:
    return await Follow.get(follow_id, session=session)


async def follows_of(resident_id: str, session: Session | None = None) -> list[Follow]:
    """In the order they were made."""
    found = await Follow.find(Follow.resident_id == resident_id, session=session).to_list()
    return sorted(found, key=lambda follow: (follow.at, follow.id))


async def channels_followed(channels: Sequence[str]) -> set[str]:
    """Those of the channels that anybody follows."""
    return set(await Follow.get_pymongo_collection().distinct("channel", {"channel": {"$in": list(channels)}}))


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


async def insert_consent(record: ConsentRecord, session: Session) -> None:
    await record.insert(session=session)


async def consents_of(resident_id: str) -> list[ConsentRecord]:
    """Every yes and no, in the order they were said."""
    return await ConsentRecord.find(ConsentRecord.resident_id == resident_id).sort("+_id").to_list()


async def delete_everything_of(resident_id: str, session: Session) -> None:
    """Devices, follows, inbox and consents; not the resident's own row."""
    for document in (Device, Follow, InboxEntry, ConsentRecord):
        await document.get_pymongo_collection().delete_many({"resident_id": resident_id}, session=session)
    await InboxMark.get_pymongo_collection().delete_one({"_id": resident_id}, session=session)
    await roster.note([resident_id], session)
