"""效力 in the schema."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from content_models.releases import validity
from content_models.releases.validity import ValidityEventKind, ValidityStatus, validity_on
from mobile_api.context import Info
from mobile_api.enums import expose
from mobile_api.fields import field
from mobile_api.releases.base import Release, card

expose(
    ValidityStatus,
    "效力状态 / Whether a document is in force",
    {
        ValidityStatus.pending: "尚未施行 / Not yet in force",
        ValidityStatus.in_force: "有效 / In force",
        ValidityStatus.amended: "已修改，按修改后的文本有效 / In force as amended",
        ValidityStatus.partly_lapsed: "部分失效 / Some clauses are no longer in force",
        ValidityStatus.revised: "已修订，由新文本替代 / A whole new text has taken its place",
        ValidityStatus.repealed: "废止 / Repealed",
        ValidityStatus.lapsed: "失效 / Lapsed",
        ValidityStatus.unknown: "待核，没有可据以判断的日期 / To be verified: no date says since when",
    },
)
expose(
    ValidityEventKind,
    "改变效力的事件 / What changed the validity",
    {
        ValidityEventKind.effective: "施行 / Took effect",
        ValidityEventKind.amended: "被修改 / Amended",
        ValidityEventKind.revised: "被修订 / Revised with a whole new text",
        ValidityEventKind.repealed: "被废止 / Repealed",
        ValidityEventKind.replaced: "被替代 / Replaced",
        ValidityEventKind.lapsed: "被宣布失效 / Declared lapsed",
        ValidityEventKind.expired: "有效期届满 / Its time ran out",
    },
)

OnDate = Annotated[date, strawberry.argument(name="date", description="日期 / The day")]


@strawberry.type(description="效力的一次变化 / One change of validity")
class ValidityEvent:
    event: strawberry.Private[validity.ValidityEvent]

    @field("事件 / What happened")
    def kind(self) -> ValidityEventKind:
        return self.event.kind

    @field("自哪一天起 / From which day on")
    def on(self) -> date:
        return self.event.on

    @field("涉及条款的地址，空为全文 / Addresses of the clauses concerned; none means the whole")
    def clauses(self) -> list[str]:
        return list(self.event.clauses)

    @field("依据的发布件，空为文件自身 / The release that says so; null: the document itself")
    async def basis(self, info: Info) -> Release | None:
        basis = self.event.basis_id
        found = await info.context.loaders.releases.load(basis) if basis else None
        return card(found) if found else None


@strawberry.type(description="某一天的效力 / How a document stands on one day")
class Validity:
    events_known: strawberry.Private[Sequence[validity.ValidityEvent]]
    standing: strawberry.Private[validity.Validity]
    on: date = strawberry.field(description="所问的那一天 / The day asked for")

    @field("状态 / Status")
    def status(self) -> ValidityStatus:
        return self.standing.status

    @field("这一天是否有效 / Whether it is in force on that day")
    def in_force(self) -> bool:
        return self.standing.is_in_force

    @field("处于此状态的起始日 / Since when it stands so")
    def since(self) -> date | None:
        return self.standing.since

    @field("状态变化之日，未知为空 / The day on which this changes, if it is known")
    def until(self) -> date | None:
        return self.standing.until

    @field("改变效力的全部事件，按日期 / Every event that changed the validity, by date")
    def events(self) -> list[ValidityEvent]:
        return [ValidityEvent(event=event) for event in self.events_known]


def validity_of(events: Sequence[validity.ValidityEvent], day: date) -> Validity:
    return Validity(events_known=events, standing=validity_on(events, day), on=day)
