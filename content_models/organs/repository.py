"""All queries for organs and regions."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from beanie.operators import In, Or

from content_models.kit.errors import NotFound, VersionConflict
from content_models.kit.store import Session
from content_models.organs.documents import Organ, Region
from content_models.organs.rules import existed


async def load(organ_id: str, session: Session | None = None) -> Organ:
    organ = await Organ.get(organ_id, session=session)
    if organ is None:
        raise NotFound("没有找到这个机构。", organ_id=organ_id)
    return organ


async def load_many(organ_ids: Iterable[str], session: Session | None = None) -> dict[str, Organ]:
    """By id; ids that do not exist are absent."""
    wanted = list(set(organ_ids))
    found = await Organ.find(In(Organ.id, wanted), session=session).to_list() if wanted else []
    return {organ.id: organ for organ in found}


async def predecessors_of(organ_ids: Iterable[str]) -> dict[str, list[Organ]]:
    """Organs that were renamed or merged into each of these, the latest first."""
    wanted = list(set(organ_ids))
    found = await Organ.find(In(Organ.successor_id, wanted)).to_list() if wanted else []
    found.sort(key=lambda organ: organ.valid_to or date.min, reverse=True)
    return {one: [organ for organ in found if organ.successor_id == one] for one in wanted}


async def every_organ() -> list[Organ]:
    """In the order of a directory: by region, then by name."""
    return await Organ.find_all().sort("+region_code", "+full_name").to_list()


async def named(name: str, on: date | None = None) -> list[Organ]:
    """Organs whose full name, short name or alias is exactly `name`, those that existed `on` that day first.

    Renamed and merged organs keep their record, so a name can belong to several; without a day the living come first.
    """
    found = await Organ.find(Or(Organ.full_name == name, Organ.short_name == name, {"aliases": name})).to_list()
    return sorted(found, key=lambda organ: not existed(organ, on or date.max))


async def every_region() -> list[Region]:
    return await Region.find_all().sort("+_id").to_list()


async def has_region(region_id: str, session: Session | None = None) -> bool:
    return await Region.get(region_id, session=session) is not None


async def load_region(code: str, session: Session | None = None) -> Region:
    region = await Region.get(code, session=session)
    if region is None:
        raise NotFound("没有找到这个行政区划。", region_code=code)
    return region


async def organs_in(region_code: str) -> list[Organ]:
    return await Organ.find(Organ.region_code == region_code).to_list()


async def load_regions(codes: Iterable[str]) -> dict[str, Region]:
    """By code; codes that do not exist are absent."""
    wanted = list(set(codes))
    return {region.id: region for region in await Region.find(In(Region.id, wanted)).to_list()} if wanted else {}


async def save_organ(organ: Organ, session: Session | None = None) -> None:
    """Insert or replace by id: reference data. Where releases may know it already, by `actions.save`."""
    await organ.save(session=session)


async def change(
    organ_id: str, changes: Mapping[str, Any], *, expected_version: int, session: Session | None = None
) -> int:
    """The version after the change. Raises VersionConflict."""
    return await _change_in(Organ, organ_id, changes, expected_version, session)


async def save_region(region: Region, session: Session | None = None) -> None:
    """Insert or replace by code."""
    await region.save(session=session)


async def insert_region(region: Region, session: Session) -> None:
    """Raises pymongo's DuplicateKeyError for a code that stands already."""
    await region.insert(session=session)


async def change_region(
    code: str, changes: Mapping[str, Any], *, expected_version: int, session: Session | None = None
) -> int:
    """The version after the change. Raises VersionConflict."""
    return await _change_in(Region, code, changes, expected_version, session)


async def _change_in(
    kind: type[Organ] | type[Region],
    record_id: str,
    changes: Mapping[str, Any],
    expected_version: int,
    session: Session | None,
) -> int:
    """Records of before there were versions bear none, which is the first."""
    result = await kind.get_pymongo_collection().update_one(
        {"_id": record_id, "version": {"$in": [expected_version, *([None] if expected_version == 1 else [])]}},
        {"$set": {name: _stored(value) for name, value in changes.items()} | {"version": expected_version + 1}},
        session=session,
    )
    if result.matched_count != 1:
        raise VersionConflict(expected=expected_version)
    return expected_version + 1


def _stored(value: Any) -> Any:
    """As Beanie stores it: a plain date is its midnight, in records within records too."""
    if isinstance(value, date):
        return datetime.combine(value, time.min)
    if isinstance(value, dict):
        return {name: _stored(one) for name, one in value.items()}
    return [_stored(one) for one in value] if isinstance(value, list) else value
