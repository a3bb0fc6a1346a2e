"""The regions, all of them or those of one above."""

from typing import Annotated

import strawberry

from content_models.organs import repository as organs
from mobile_api.context import Info
from mobile_api.regions.types import Region

ParentCode = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="只看这个区划的下级 / Only those that belong to this region"),
]
RegionCode = Annotated[strawberry.ID, strawberry.argument(description="行政区划代码 / Region code (GB/T 2260)")]


async def all_regions(parent: ParentCode = None) -> list[Region]:
    found = await organs.every_region()
    return [Region(region=one) for one in found if parent is None or one.parent_code == parent]


async def region(info: Info, code: RegionCode) -> Region | None:
    found = await info.context.loaders.regions.load(code)
    return Region(region=found) if found else None
