"""All queries for organs and regions."""

from collections.abc import Iterable
from datetime import date

from beanie.operators import In, Or

from content_models.kit.errors import NotFound
from content_models.organs.documents import Organ, Region
from content_models.organs.rules import existed


async def load(organ_id: str) -> Organ:
    organ = await Organ.get(organ_id)
    if organ is None:
        raise NotFound("没有找到这个机构。", organ_id=organ_id)
    return organ


async def load_many(organ_ids: Iterable[str]) -> dict[str, Organ]:
    """By id; ids that do not exist are absent."""
    wanted = list(set(organ_ids))
    return {organ.id: organ for organ in await Organ.find(In(Organ.id, wanted)).to_list()} if wanted else {}


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


async def has_region(region_id: str) -> bool:
    return await Region.get(region_id) is not None


async def save_organ(organ: Organ) -> None:
    """Insert or replace by id: reference data, entered by administrators and by the demo."""
    await organ.save()


async def save_region(region: Region) -> None:
    await region.save()
