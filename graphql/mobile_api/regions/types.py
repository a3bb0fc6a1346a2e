"""行政区划 in the schema."""

from datetime import date

import strawberry

from content_models.organs import documents
from content_models.organs.documents import OrganLevel
from mobile_api.context import Info
from mobile_api.enums import expose
from mobile_api.fields import field
from mobile_api.nodes.types import Node

expose(
    OrganLevel,
    "机构层级 / Level of an organ",
    {
        OrganLevel.central: "中央 / Central",
        OrganLevel.provincial: "省级 / Provincial",
        OrganLevel.municipal: "市级 / Municipal",
        OrganLevel.county: "县（区）级 / County or district",
        OrganLevel.town: "乡镇（街道） / Town or subdistrict",
        OrganLevel.institution: "公共企事业单位 / Public institution or utility",
    },
)


@strawberry.type(description="行政区划 / An administrative region")
class Region(Node):
    region: strawberry.Private[documents.Region]

    def node_key(self) -> tuple[str, str]:
        return "Region", self.region.id

    @field("行政区划代码，六位 / Code (GB/T 2260), six digits")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.region.id)

    @field("名称 / Name")
    def name(self) -> str:
        return self.region.name

    @field("层级 / Level")
    def level(self) -> OrganLevel:
        return self.region.level

    @field("上级区划 / The region it belongs to")
    async def parent(self, info: Info) -> "Region | None":
        found = await info.context.loaders.regions.load(self.region.parent_code) if self.region.parent_code else None
        return Region(region=found) if found else None

    @field("设立之日 / Since when it has existed")
    def valid_from(self) -> date | None:
        return self.region.valid_from

    @field("撤销之日，空为现存 / Until when it existed; null for the present ones")
    def valid_to(self) -> date | None:
        return self.region.valid_to
