"""增量同步 in the schema."""

from datetime import datetime
from typing import Annotated

import strawberry

from content_models.timeline.documents import Gone
from mobile_api.enums import expose
from mobile_api.releases.types import Release

expose(
    Gone,
    "不再公开的原因 / Why a release is gone",
    {
        Gone.withdrawn: "已撤回 / Withdrawn",
        Gone.merged: "与另一条同源，已并入 / The same as another one, which stands for it",
        Gone.removed: "已删除 / Removed",
    },
)


@strawberry.type(description="新发布或有更正的发布件 / A release that is new or was corrected")
class ReleaseChanged:
    release: Release = strawberry.field(description="现在的发布件 / The release as it is now")
    at: datetime = strawberry.field(description="变化时刻 / When it changed")


@strawberry.type(description="不再公开的发布件，应从离线数据中删除 / A release to delete from an offline copy")
class ReleaseGone:
    id: strawberry.ID = strawberry.field(description="发布件标识 / Release id")
    reason: Gone = strawberry.field(description="原因 / Why")
    merged_into: strawberry.ID | None = strawberry.field(description="代替它的发布件 / The release that stands for it")
    at: datetime = strawberry.field(description="变化时刻 / When it changed")


Change = Annotated[
    ReleaseChanged | ReleaseGone,
    strawberry.union("Change", description="一项变化 / One change"),
]


@strawberry.type(description="变化的一页，先变的在前 / A page of changes, the earliest first")
class ChangePage:
    changes: list[Change] = strawberry.field(description="变化 / The changes")
    since: str = strawberry.field(description="下次从这里继续 / Where to go on next time")
    has_more: bool = strawberry.field(description="后面还有没有 / Whether more follows at once")
