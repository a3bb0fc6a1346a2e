"""机构 in the schema."""

from datetime import date

import strawberry

from content_models.organs import documents
from content_models.organs.documents import OrganLevel
from mobile_api.context import Info
from mobile_api.fields import field
from mobile_api.nodes.types import Node
from mobile_api.regions.types import Region

MOST_REFORMS = 10  # renamings followed to the organ of today; a loop in the directory ends here too


@strawberry.type(description="机构，按其当时的名称 / A government organ or public institution, as it was")
class Organ(Node):
    organ: strawberry.Private[documents.Organ]

    def node_key(self) -> tuple[str, str]:
        return "Organ", self.organ.id

    @field("标识 / Identifier")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.organ.id)

    @field("全称 / Full name")
    def name(self) -> str:
        return self.organ.full_name

    @field("简称 / Short name")
    def short_name(self) -> str:
        return self.organ.short_name

    @field("其他名称 / Other names")
    def aliases(self) -> list[str]:
        return self.organ.aliases

    @field("层级 / Level")
    def level(self) -> OrganLevel:
        return self.organ.level

    @field("行政区划代码，六位 / Region code (GB/T 2260), six digits")
    def region_code(self) -> str:
        return self.organ.region_code

    @field("行政区划 / Region")
    async def region(self, info: Info) -> Region | None:
        found = await info.context.loaders.regions.load(self.organ.region_code)
        return Region(region=found) if found else None

    @field("上级机构 / The organ it belongs to")
    async def parent(self, info: Info) -> "Organ | None":
        return await _organ(info, self.organ.parent_id)

    @field("设立之日 / Since when it has borne this name")
    def valid_from(self) -> date | None:
        return self.organ.valid_from

    @field("撤并之日，空为现存 / Until when it bore this name; null for the present ones")
    def valid_to(self) -> date | None:
        return self.organ.valid_to

    @field("改名或合并后的机构 / What it was renamed or merged into")
    async def successor(self, info: Info) -> "Organ | None":
        return await _organ(info, self.organ.successor_id)

    @field("今天承担其职责的机构，未变则为自身 / Who does its work today; itself if nothing changed")
    async def current(self, info: Info) -> "Organ":
        found = self
        for _ in range(MOST_REFORMS):
            following = await _organ(info, found.organ.successor_id)
            if following is None:
                break
            found = following
        return found

    @field("并入本机构的原机构，近的在前 / Organs that became this one, the latest first")
    async def predecessors(self, info: Info) -> list["Organ"]:
        return [Organ(organ=one) for one in await info.context.loaders.predecessors.load(self.organ.id) or []]


async def _organ(info: Info, organ_id: str | None) -> Organ | None:
    found = await info.context.loaders.organs.load(organ_id) if organ_id else None
    return Organ(organ=found) if found else None
