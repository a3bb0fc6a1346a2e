"""All queries for intake: the triage queue, versions, and the writes of the intake verbs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from beanie.odm.utils.encoder import Encoder
from beanie.operators import In
from pydantic import BaseModel
from pymongo import UpdateOne

from content_models.intake.documents import (
    Attachment,
    Cluster,
    IntakeItem,
    ItemKind,
    NormalisedItem,
    RawItem,
    Reading,
    TriageState,
    Ungrouped,
)
from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.ids import derived_id
from content_models.kit.records import Row, insert_stored, new_row
from content_models.kit.store import Session


def item_id(source_id: str, item_key: str) -> str:
    return derived_id("intake", source_id, item_key)


def raw_id(source_id: str, item_key: str, version_no: int) -> str:
    return derived_id("raw", source_id, item_key, version_no)


class QueuePosition(BaseModel):
    """The sort key of the last row shown: where the next page of the queue begins."""

    first_seen_at: datetime
    item_id: str


class QueueFilter(BaseModel):
    """What the editor wants to see; empty = everything that waits."""

    states: list[TriageState] = [TriageState.pending, TriageState.changed]
    kind: ItemKind | None = None
    source_id: str | None = None


async def load(item: str, session: Session | None = None) -> IntakeItem:
    found = await IntakeItem.get(item, session=session)
    if found is None:
        raise NotFound("没有找到这条来稿，它可能已被合并，请回到分拣列表。", item_id=item)
    return found


async def load_many(item_ids: Iterable[str], session: Session | None = None) -> dict[str, IntakeItem]:
    """By id; ids that do not exist are absent."""
    wanted = list(set(item_ids))
    if not wanted:
        return {}
    return {item.id: item for item in await IntakeItem.find(In(IntakeItem.id, wanted), session=session).to_list()}


async def by_key(source_id: str, item_keys: Iterable[str], session: Session | None = None) -> dict[str, IntakeItem]:
    """The stored items of one source, by item key."""
    found = await load_many((item_id(source_id, key) for key in item_keys), session)
    return {item.item_key: item for item in found.values()}


async def newest_of(source_id: str, limit: int) -> list[IntakeItem]:
    """The items of one source that came last, newest first."""
    return await IntakeItem.find(IntakeItem.source_id == source_id).sort("-first_seen_at").limit(limit).to_list()


async def queue(wanted: QueueFilter, *, after: QueuePosition | None = None, limit: int = 50) -> list[IntakeItem]:
    """One page of the triage queue, newest arrival first."""
    query: dict[str, Any] = {"state": {"$in": list(wanted.states)}}
    if wanted.kind:
        query["kind"] = wanted.kind
    if wanted.source_id:
        query["source_id"] = wanted.source_id
    if after:
        same_moment = {"first_seen_at": after.first_seen_at, "_id": {"$lt": after.item_id}}
        query["$or"] = [{"first_seen_at": {"$lt": after.first_seen_at}}, same_moment]
    return await IntakeItem.find(query).sort("-first_seen_at", "-_id").limit(limit).to_list()


async def counts_by_state() -> dict[TriageState, int]:
    return {state: await IntakeItem.find(IntakeItem.state == state).count() for state in TriageState}


async def snoozed_until(now: datetime, limit: int) -> list[str]:
    """Ids of snoozed items whose time has come."""
    query = {"state": TriageState.snoozed, "snoozed_until": {"$lte": now}}
    rows = IntakeItem.get_pymongo_collection().find(query, {"_id": 1}).limit(limit)
    return [row["_id"] async for row in rows]


async def versions(item: IntakeItem) -> list[RawItem]:
    """Every fetched version, newest first."""
    ids = [raw_id(item.source_id, item.item_key, number) for number in range(1, item.latest_version_no + 1)]
    return await RawItem.find(In(RawItem.id, ids)).sort("-version_no").to_list()


async def latest_raw(item: IntakeItem, session: Session | None = None) -> RawItem:
    raw = await RawItem.get(item.latest_raw_id, session=session)
    if raw is None:
        raise NotFound("没有找到这条来稿的原文。", item_id=item.id)
    return raw


async def raws(raw_ids: Iterable[str], session: Session | None = None) -> dict[str, RawItem]:
    """By id; ids that do not exist are absent."""
    wanted = list(set(raw_ids))
    if not wanted:
        return {}
    return {raw.id: raw for raw in await RawItem.find(In(RawItem.id, wanted), session=session).to_list()}


async def latest_item(item: IntakeItem, session: Session | None = None) -> NormalisedItem:
    """What the source says now."""
    return (await latest_raw(item, session)).item


async def cluster_of(item: IntakeItem, session: Session | None = None) -> Cluster | None:
    return await Cluster.get(item.cluster_id, session=session) if item.cluster_id else None


async def clusters(cluster_ids: Iterable[str], session: Session | None = None) -> dict[str, Cluster]:
    """By id; ids that do not exist are absent."""
    wanted = list(set(cluster_ids))
    if not wanted:
        return {}
    return {found.id: found for found in await Cluster.find(In(Cluster.id, wanted), session=session).to_list()}


async def insert_new(raws: Sequence[Row], items: Sequence[Row], session: Session) -> None:
    """Versions, rows of the queue, and that these wait to be grouped. In three round trips, however many.

    Raises pymongo's BulkWriteError when another poll of the same source stored one of them first.
    """
    if raws:
        await insert_stored(RawItem, raws, session)
    if items:
        await insert_stored(IntakeItem, items, session)
        waiting = [new_row(Ungrouped, item["_id"], at=item["first_seen_at"]) for item in items]
        await insert_stored(Ungrouped, waiting, session)


async def change_items(changes: dict[str, dict[str, Any]], session: Session) -> None:
    """Set fields by item id and raise each version by one, in one round trip."""
    plain = Encoder(to_db=True).encode(changes)
    writes = [UpdateOne({"_id": key}, {"$set": fields, "$inc": {"version": 1}}) for key, fields in plain.items()]
    if writes:
        await IntakeItem.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def record_readings(readings: dict[str, Reading], session: Session | None = None) -> None:
    """Remember by item id when pages were last read. Operational: the version of the items stays."""
    writes = [UpdateOne({"_id": key}, {"$set": {"reading": reading.model_dump()}}) for key, reading in readings.items()]
    if writes:
        await IntakeItem.get_pymongo_collection().bulk_write(writes, ordered=False, session=session)


async def record_attachments(raw_id: str, files: Sequence[Attachment]) -> None:
    """Write what was found in the files of a version beside their names."""
    found = [file.model_dump() for file in files]
    await RawItem.get_pymongo_collection().update_one({"_id": raw_id}, {"$set": {"item.attachments": found}})


async def settle_attachments(item: str) -> None:
    """Nothing is left to be fetched of the item's files. Operational: the version of the item stays."""
    changes = {"$set": {"reading.attachments_due": False}}
    await IntakeItem.get_pymongo_collection().update_one({"_id": item}, changes)


async def change_state(
    item: IntakeItem, state: TriageState, *, expected_version: int, now: datetime, session: Session, **fields: Any
) -> None:
    """Move the item to `state`. Raises VersionConflict when someone else changed it first."""
    changes = Encoder(to_db=True).encode({"state": state, "updated_at": now, **fields})
    done = await IntakeItem.get_pymongo_collection().update_one(
        {"_id": item.id, "version": expected_version}, {"$set": changes, "$inc": {"version": 1}}, session=session
    )
    if done.modified_count == 0:
        raise VersionConflict(expected=expected_version, actual=(await load(item.id, session)).version)


async def mark_adopted(
    item: IntakeItem, release_id: str, *, expected_version: int, now: datetime, session: Session
) -> None:
    """The item has become (part of) a release. Raises VersionConflict when it changed since the editor looked."""
    await change_state(
        item,
        TriageState.adopted,
        expected_version=expected_version,
        now=now,
        session=session,
        release_id=release_id,
        adopted_version_no=item.latest_version_no,
    )
