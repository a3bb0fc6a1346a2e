"""办事指南 in the schema: the columns of a 公共服务事项."""

import strawberry

from content_models.releases import facts
from content_models.releases.documents import ReleaseKind
from content_models.releases.facts import GuideFacts
from mobile_api.fields import field
from mobile_api.releases.base import Release, of_kind


@strawberry.type(description="办理地点 / A place where it is done")
class GuidePlace:
    place: strawberry.Private[facts.GuidePlace]

    @field("名称 / Name")
    def name(self) -> str:
        return self.place.name

    @field("地址 / Address")
    def address(self) -> str | None:
        return self.place.address

    @field("办公时间 / Opening hours")
    def hours(self) -> str | None:
        return self.place.hours

    @field("电话 / Telephone")
    def phone(self) -> str | None:
        return self.place.phone


@strawberry.type(description="申请材料 / A document to bring")
class GuideMaterial:
    material: strawberry.Private[facts.GuideMaterial]

    @field("名称 / Name")
    def name(self) -> str:
        return self.material.name

    @field("形式，如原件、复印件 / Form, such as original or copy")
    def form(self) -> str | None:
        return self.material.form

    @field("份数 / How many copies")
    def copies(self) -> int | None:
        return self.material.copies

    @field("是否必要 / Whether it is required")
    def required(self) -> bool:
        return self.material.required

    @field("说明，如来源渠道、免提交 / Remarks, such as where it comes from or that it need not be brought")
    def note(self) -> str | None:
        return self.material.note


@of_kind(ReleaseKind.guide)
@strawberry.type(description="办事指南 / A service guide")
class Guide(Release):
    @property
    def _facts(self) -> GuideFacts:
        return self._content.guide or GuideFacts()

    @field("事项编码 / Code of the matter")
    def item_code(self) -> str | None:
        return self._facts.item_code

    @field("事项类型 / Type of the matter")
    def item_type(self) -> str | None:
        return self._facts.item_type

    @field("服务对象 / Whom it is for")
    def audience(self) -> str | None:
        return self._facts.audience

    @field("设定依据 / Legal basis")
    def basis(self) -> list[str]:
        return self._facts.basis

    @field("申请条件 / Conditions")
    def conditions(self) -> list[str]:
        return self._facts.conditions

    @field("办理流程 / Steps")
    def steps(self) -> list[str]:
        return self._facts.steps

    @field("申请材料 / What to bring")
    def materials(self) -> list[GuideMaterial]:
        return [GuideMaterial(material=one) for one in self._facts.materials]

    @field("办理地点 / Where it is done")
    def places(self) -> list[GuidePlace]:
        return [GuidePlace(place=one) for one in self._facts.places]

    @field("收费依据及标准 / Fees and their basis")
    def fees(self) -> str | None:
        return self._facts.fees

    @field("法定办结时限 / Time limit by law, as stated")
    def statutory_limit(self) -> str | None:
        return self._facts.statutory_limit

    @field("承诺办结时限 / Promised time limit, as stated")
    def promised_limit(self) -> str | None:
        return self._facts.promised_limit

    @field("咨询方式 / How to ask")
    def contact(self) -> str | None:
        return self._facts.contact

    @field("监督投诉 / How to complain")
    def supervision(self) -> str | None:
        return self._facts.supervision
