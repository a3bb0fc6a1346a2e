"""机构 in the schema."""

import strawberry

from content_models.organs import documents
from content_models.organs.documents import OrganLevel
from mobile_api.enums import expose
from mobile_api.fields import field

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


@strawberry.type(description="机构 / A government organ or public institution")
class Organ:
    organ: strawberry.Private[documents.Organ]

    @field("标识 / Identifier")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.organ.id)

    @field("全称 / Full name")
    def name(self) -> str:
        return self.organ.full_name

    @field("简称 / Short name")
    def short_name(self) -> str:
        return self.organ.short_name

    @field("层级 / Level")
    def level(self) -> OrganLevel:
        return self.organ.level

    @field("行政区划代码，六位 / Region code (GB/T 2260), six digits")
    def region_code(self) -> str:
        return self.organ.region_code
