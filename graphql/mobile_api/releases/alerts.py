"""便民提示 and 应急信息 in the schema: what is happening, when and where."""

from datetime import datetime

import strawberry

from content_models.releases.documents import ReleaseKind
from content_models.releases.facts import AlertFacts, AlertLevel
from mobile_api.context import Info
from mobile_api.enums import expose
from mobile_api.fields import field
from mobile_api.releases.base import Release, of_kind

expose(
    AlertLevel,
    "预警级别 / Level of an alert",
    {
        AlertLevel.red: "红色，特别严重 / Red: most severe",
        AlertLevel.orange: "橙色，严重 / Orange: severe",
        AlertLevel.yellow: "黄色，较重 / Yellow: serious",
        AlertLevel.blue: "蓝色，一般 / Blue: moderate",
    },
)


@of_kind(ReleaseKind.service_alert)
@strawberry.type(description="便民提示，如停水停电 / A service alert, such as a water cut")
class ServiceAlert(Release):
    @property
    def _facts(self) -> AlertFacts:
        return self._content.alert or AlertFacts()

    @field("开始时刻 / When it begins")
    def starts_at(self) -> datetime | None:
        return self._facts.starts_at

    @field("结束时刻，空为另行通知 / When it ends; null: until further notice")
    def ends_at(self) -> datetime | None:
        return self._facts.ends_at

    @field("涉及地点，按原文 / The places concerned, as printed")
    def places(self) -> list[str]:
        return self._facts.places

    @field("咨询电话 / Number to call")
    def hotline(self) -> str | None:
        return self._facts.hotline

    @field("是否已经结束 / Whether it is over")
    def is_over(self, info: Info) -> bool:
        ends = self._facts.ends_at
        return ends is not None and ends <= info.context.store.now()


@of_kind(ReleaseKind.emergency)
@strawberry.type(description="应急信息 / Emergency information")
class Emergency(Release):
    @property
    def _facts(self) -> AlertFacts:
        return self._content.alert or AlertFacts()

    @field("预警级别 / Level of the alert")
    def level(self) -> AlertLevel | None:
        return self._facts.level

    @field("开始时刻 / When it begins")
    def starts_at(self) -> datetime | None:
        return self._facts.starts_at

    @field("结束时刻，空为另行通知 / When it ends; null: until further notice")
    def ends_at(self) -> datetime | None:
        return self._facts.ends_at

    @field("涉及地点，按原文 / The places concerned, as printed")
    def places(self) -> list[str]:
        return self._facts.places

    @field("应对措施 / What to do")
    def advice(self) -> str:
        return self._facts.advice

    @field("求助电话 / Number to call")
    def hotline(self) -> str | None:
        return self._facts.hotline

    @field("是否已经结束 / Whether it is over")
    def is_over(self, info: Info) -> bool:
        ends = self._facts.ends_at
        return ends is not None and ends <= info.context.store.now()
