"""Organ (机构) and Region (行政区划)."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel
from pymongo import ASCENDING, IndexModel

from content_models.kit.records import Record


class OrganLevel(StrEnum):
    """层级 of the body that issues or serves."""

    central = "central"
    provincial = "provincial"
    municipal = "municipal"
    county = "county"
    town = "town"
    institution = "institution"  # 公共企事业单位: water, power, transit, hospital, school


class OrganCode(BaseModel):
    """机关代字: the letters before the bracket of a 发文字号, with the years in which this organ used them."""

    code: str
    valid_from: date | None = None
    valid_to: date | None = None


class Organ(Record):
    """机构. Renamed and merged organs keep their record; a document points to the organ as it was."""

    full_name: str
    short_name: str
    aliases: list[str] = []
    level: OrganLevel
    region_code: str
    codes: list[OrganCode] = []
    parent_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None
    version: int = 1  # the optimistic lock

    class Settings:
        name = "organs"
        indexes = [
            IndexModel([("full_name", ASCENDING), ("valid_from", ASCENDING)], name="name_in_time", unique=True),
            IndexModel("aliases", name="aliases"),
            IndexModel("region_code", name="region"),
            IndexModel("successor_id", name="successor", sparse=True),
        ]


class Region(Record):
    """行政区划. `_id` = GB/T 2260 code, six digits."""

    name: str
    level: OrganLevel
    parent_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor_code: str | None = None
    version: int = 1  # the optimistic lock

    class Settings:
        name = "regions"
