"""All queries of the roster, and what it reads of residents, devices and follows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pymongo import DeleteOne, UpdateOne
from pymongo.errors import DuplicateKeyError

from content_models.kit.records import as_stored, insert_rows
from content_models.kit.store import Session
from content_models.residents.documents import Device, DeviceState, Follow, Platform, Resident
from content_models.residents.roster.documents import THE_ROSTER, RosterChange, RosterPage, RosterState
from content_models.residents.roster.rules import MOST_DEVICES, NOWHERE, Addressed, Row, page_id

BATCH = 500


async def note(resident_ids: Iterable[str], session: Session | None = None) -> None:
    """These have to be read again. In the transaction of the change itself, or behind it: never before it."""
    writes = [UpdateOne({"_id": one}, {"$inc": {"version": 1}}, upsert=True) for one in sorted(set(resident_ids))]
    if writes:
        await RosterChange.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def note_owners(device_ids: Sequence[str]) -> None:
    """Whoever has one of these devices has to be read again."""
    rows = Device.get_pymongo_collection().find({"_id": {"$in": list(device_ids)}}, {"resident_id": 1})
    await note([row["resident_id"] async for row in rows])


async def pending(after: str, limit: int = BATCH) -> list[RosterChange]:
    """Behind that resident, in the order of their ids."""
    return await RosterChange.find(RosterChange.id > after).sort("+_id").limit(limit).to_list()


async def taken_up(changes: Sequence[RosterChange], session: Session) -> None:
    """Forget these, save those that have changed again."""
    writes = [DeleteOne({"_id": one.id, "version": one.version}) for one in changes]
    await RosterChange.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def state() -> RosterState | None:
    return await RosterState.get(THE_ROSTER)


async def move_on(seen: RosterState, firsts: Sequence[str], session: Session) -> bool:
    """Say which pages there are now; False when the roster is not as it was `seen`."""
    result = await RosterState.get_pymongo_collection().update_one(
        {"_id": THE_ROSTER, "version": seen.version},
        {"$set": {"firsts": list(firsts)}, "$inc": {"version": 1}},
        session=session,
    )
    return result.matched_count == 1


async def claim_building(seen: RosterState | None, token: str, until: datetime) -> bool:
    """Be the one who builds; False when somebody was faster."""
    if seen is None:
        try:
            await RosterState(id=THE_ROSTER, building=token, building_until=until).insert()
        except DuplicateKeyError:
            return False
        return True
    result = await RosterState.get_pymongo_collection().update_one(
        {"_id": THE_ROSTER, "version": seen.version},
        {"$set": {"building": token, "building_until": until}, "$inc": {"version": 1}},
    )
    return result.matched_count == 1


async def go_on_building(token: str, until: datetime) -> bool:
    """Still alive; False when somebody else builds by now."""
    result = await RosterState.get_pymongo_collection().update_one(
        {"_id": THE_ROSTER, "building": token}, {"$set": {"building_until": until}}
    )
    return result.matched_count == 1


async def end_building(token: str, firsts: Sequence[str]) -> bool:
    """From now on this generation is the roster; False when somebody else builds by now."""
    changes = {"generation": token, "firsts": list(firsts), "building": None, "building_until": None}
    result = await RosterState.get_pymongo_collection().update_one(
        {"_id": THE_ROSTER, "building": token}, {"$set": changes, "$inc": {"version": 1}}
    )
    return result.matched_count == 1


async def page(generation: str, first: str) -> RosterPage | None:
    return await RosterPage.get(page_id(generation, first))


async def insert_pages(pages: Sequence[RosterPage], session: Session | None = None) -> None:
    if pages:
        await insert_rows(RosterPage, pages, session)


async def replace_page(page: RosterPage, session: Session) -> None:
    await RosterPage.get_pymongo_collection().replace_one({"_id": page.id}, as_stored(page), session=session)


async def drop_generation(generation: str) -> None:
    await RosterPage.get_pymongo_collection().delete_many({"generation": generation})


async def residents_behind(after: str, limit: int = BATCH) -> list[str]:
    """Ids of everybody who was neither joined to another nor forgotten, in order."""
    query = {"_id": {"$gt": after}, "merged_into": None, "deleted_at": None}
    rows = Resident.get_pymongo_collection().find(query, {"_id": 1}).sort("_id", 1).limit(limit)
    return [row["_id"] async for row in rows]


async def facts(resident_ids: Sequence[str]) -> list[Row]:
    """What the store says of these residents now, in the order of their ids. Who is nobody any more is absent."""
    rows = await _residents(resident_ids)
    query: dict[str, Any] = {"resident_id": {"$in": list(rows)}}
    async for follow in Follow.get_pymongo_collection().find(query, {"resident_id": 1, "channel": 1}):
        rows[follow["resident_id"]].channels.append(follow["channel"])
    used = query | {"state": DeviceState.active, "staff": {"$ne": True}}
    shown = {"resident_id": 1, "platform": 1, "token": 1, "registered_at": 1}
    found = await Device.get_pymongo_collection().find(used, shown).to_list()
    for device in sorted(found, key=lambda one: one["registered_at"], reverse=True):
        mine = rows[device["resident_id"]].devices
        if len(mine) < MOST_DEVICES:
            platform = Platform(device["platform"])
            mine.append(Addressed(device["_id"], device["resident_id"], platform, device["token"]))
    for row in rows.values():
        row.devices.sort()
    return list(rows.values())


async def _residents(resident_ids: Sequence[str]) -> dict[str, Row]:
    query = {"_id": {"$in": list(resident_ids)}, "merged_into": None, "deleted_at": None}
    found = Resident.get_pymongo_collection().find(query, {"preferences.district_id": 1})
    districts = {row["_id"]: (row.get("preferences") or {}).get("district_id") or "" async for row in found}
    return {one: Row(one, districts[one] if districts[one].isalnum() else NOWHERE) for one in sorted(districts)}
