"""发布件 in the schema: every kind, what is left of a withdrawn one, and the bundle a resident reads together."""

from datetime import datetime
from typing import Annotated

import strawberry

from content_models.releases import documents
from content_models.releases.cards.records import ReleaseCard
from mobile_api.context import Info
from mobile_api.fields import field
from mobile_api.releases.alerts import Emergency, ServiceAlert
from mobile_api.releases.base import KINDS, RelatedRelease, Release, card, shown
from mobile_api.releases.guides import Guide
from mobile_api.releases.notices import News, Notice
from mobile_api.releases.policies import Interpretation, Policy

__all__ = ["KINDS", "Bundle", "Release", "ReleaseKey", "ReleaseResult", "Withdrawn", "card", "result_of", "shown"]


@strawberry.type(description="已撤回的发布件，正文不再提供 / A withdrawn release; its text is no longer served")
class Withdrawn:
    release: strawberry.Private[documents.Release]

    @field("标识 / Identifier")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.release.id)

    @field("短地址 / Short public address")
    def slug(self) -> str:
        return self.release.slug

    @field("撤回时刻 / When it was withdrawn")
    def withdrawn_at(self) -> datetime:
        return self.release.withdrawn_at or self.release.updated_at

    @field("撤回原因 / Why it was withdrawn")
    def reason(self) -> str:
        return self.release.withdrawal_reason or ""


ReleaseResult = Annotated[
    Policy | Interpretation | Notice | News | ServiceAlert | Guide | Emergency | Withdrawn,
    strawberry.union(
        "ReleaseResult",
        description="发布件，或已撤回的说明 / A release, or word of its withdrawal",
    ),
]


def result_of(live: ReleaseCard) -> ReleaseResult:
    return card(live)  # type: ignore[return-value]  # every card is of one of the union's types


@strawberry.input(one_of=True, description="发布件，按标识或短地址 / A release, by its id or by its address")
class ReleaseKey:
    id: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="发布件标识 / Release id")
    slug: str | None = strawberry.field(default=strawberry.UNSET, description="短地址 / Short public address")


@strawberry.type(
    description="一份政策、它的全部解读和相关文件 / A policy, all its interpretations and what relates to it"
)
class Bundle:
    policy: Policy = strawberry.field(description="政策文件 / The policy")

    @field("解读，先发布的在前 / Its interpretations, oldest first")
    async def interpretations(self, info: Info) -> list[Interpretation]:
        return await self.policy.interpretations(info)

    @field("相关发布件 / Related releases")
    async def related(self, info: Info) -> list[RelatedRelease]:
        return await self.policy.related(info)
