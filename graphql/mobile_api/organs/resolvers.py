"""The directory of organs."""

from typing import Annotated

import strawberry

from content_models.organs import repository as organs
from mobile_api.context import Info
from mobile_api.organs.types import Organ

OrganId = Annotated[strawberry.ID, strawberry.argument(description="机构标识 / Organ id")]


async def all_organs() -> list[Organ]:
    return [Organ(organ=organ) for organ in await organs.every_organ()]


async def organ(info: Info, id: OrganId) -> Organ | None:
    found = await info.context.loaders.organs.load(id)
    return Organ(organ=found) if found else None
