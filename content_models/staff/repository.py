"""All queries for staff, their sessions and their tries to log in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Session
from content_models.staff.documents import LogInTries, SessionStage, Staff, StaffSession


async def by_username(username: str) -> Staff | None:
    return await Staff.find_one(Staff.username == username)


async def find(staff_id: str) -> Staff | None:
    return await Staff.get(staff_id)


async def load(staff_id: str, session: Session | None = None) -> Staff:
    """Raises NotFound."""
    staff = await Staff.get(staff_id, session=session)
    if staff is None:
        raise NotFound("没有找到这个人员，可能已被删除，请回到人员列表。", staff_id=staff_id)
    return staff


async def everybody() -> list[Staff]:
    """By name of account: a city's desk has tens of people, not thousands."""
    return sorted(await Staff.find_all().to_list(), key=lambda staff: staff.username)


async def is_anybody_there() -> bool:
    return await Staff.find_one() is not None


async def save(staff: Staff) -> None:
    await staff.save()


async def insert(staff: Staff, session: Session | None = None) -> None:
    """Raises pymongo's DuplicateKeyError when the username is taken."""
    await staff.insert(session=session)


async def change(
    staff_id: str, changes: Mapping[str, Any], *, expected_version: int, session: Session | None = None
) -> None:
    """Raises VersionConflict."""
    result = await Staff.get_pymongo_collection().update_one(
        {"_id": staff_id, "version": expected_version},
        {"$set": dict(changes), "$inc": {"version": 1}},
        session=session,
    )
    if result.matched_count != 1:
        raise VersionConflict(expected=expected_version)


async def use_step(staff_id: str, step: int) -> bool:
    """Mark a TOTP step as used; False when this or a later one was used already."""
    result = await Staff.get_pymongo_collection().update_one(
        {"_id": staff_id, "totp_last_step": {"$lt": step}}, {"$set": {"totp_last_step": step}}
    )
    return bool(result.modified_count)


async def use_recovery_code(staff_id: str, digest: str) -> bool:
    """Use up one recovery code; False when there is no such code (any more)."""
    result = await Staff.get_pymongo_collection().update_one(
        {"_id": staff_id, "recovery_hashes": digest}, {"$pull": {"recovery_hashes": digest}}
    )
    return bool(result.modified_count)


async def open_session(staff_session: StaffSession) -> None:
    await staff_session.insert()


async def find_session(digest: str) -> StaffSession | None:
    return await StaffSession.get(digest)


async def sessions_of(staff_id: str) -> list[StaffSession]:
    """Open ones, the newest first."""
    found = await StaffSession.find(StaffSession.staff_id == staff_id).to_list()
    opened = [one for one in found if one.stage is SessionStage.open]
    return sorted(opened, key=lambda one: one.created_at, reverse=True)


async def note_seen(digest: str, now: datetime) -> None:
    await StaffSession.find(StaffSession.id == digest).set({"last_seen_at": now})


async def keep_enrolling(digest: str, sealed: bytes) -> None:
    await StaffSession.find(StaffSession.id == digest).set({"enrolling_sealed": sealed})


async def close_session(digest: str) -> None:
    await StaffSession.find(StaffSession.id == digest).delete()


async def close_sessions_of(staff_id: str, *, but: str = "", session: Session | None = None) -> None:
    """Every session of this person, except the one whose digest is `but`."""
    mine = {"staff_id": staff_id, "_id": {"$ne": but}}
    await StaffSession.get_pymongo_collection().delete_many(mine, session=session)


async def drop_expired_sessions(now: datetime) -> None:
    await StaffSession.find(StaffSession.expires_at <= now).delete()


async def count_try(key: str, now: datetime, lasts: timedelta) -> int:
    """Count one more try under this key and say how many there are; what has expired counts from one again.

    The row is there before it is counted on: of first tries at the same moment, the embedded store gives only one its
    row back when a single command does both.
    """
    collection = LogInTries.get_pymongo_collection()
    await collection.delete_one({"_id": key, "expires_at": {"$lte": now}})
    ends = now + lasts
    await collection.update_one({"_id": key}, {"$setOnInsert": {"tries": 0, "expires_at": ends}}, upsert=True)
    row: dict[str, Any] | None = await collection.find_one_and_update(
        {"_id": key}, {"$inc": {"tries": 1}, "$max": {"expires_at": ends}}, return_document=ReturnDocument.AFTER
    )
    return int(row["tries"]) if row else 1


async def tries(key: str) -> LogInTries | None:
    return await LogInTries.get(key)


async def forget_tries(*keys: str) -> None:
    await LogInTries.get_pymongo_collection().delete_many({"_id": {"$in": list(keys)}})
