"""The directory of organs."""

from content_models.organs import repository as organs
from mobile_api.organs.types import Organ


async def all_organs() -> list[Organ]:
    return [Organ(organ=organ) for organ in await organs.every_organ()]
