"""A page of the feed in the schema."""

import strawberry

from mobile_api.compiled.remembering import Remembering
from mobile_api.context import Info
from mobile_api.feed.audience import Audience
from mobile_api.feed.reasons import reasons_for
from mobile_api.feed.types import FeedReason
from mobile_api.fields import field, lasting
from mobile_api.paging import PageInfo
from mobile_api.releases.types import Release


@strawberry.type(description="信息流中的一条 / One entry of the feed")
class FeedEdge(Remembering):
    cursor: str = strawberry.field(description="此条的位置 / Position of this entry")
    node: Release = strawberry.field(description="发布件 / The release")
    channels: strawberry.Private[tuple[str, ...]]  # those it flows in
    audience: strawberry.Private[Audience]

    @field("为什么看到这一条 / Why this entry is shown")
    @lasting
    async def because(self, info: Info) -> list[FeedReason]:
        return await reasons_for(info.context.loaders, self.channels, self.audience)


@strawberry.type(description="信息流的一页，新的在前 / A page of the feed, newest first")
class FeedConnection(Remembering):
    edges: list[FeedEdge] = strawberry.field(description="条目 / Entries")
    page_info: PageInfo = strawberry.field(description="分页信息 / About the page")
    has_newer: bool = strawberry.field(
        description="自首页加载后是否有新内容 / Whether something arrived since the first page was loaded"
    )
    personal: bool = strawberry.field(
        description="是否按使用者的关注筛选 / Whether it was chosen by what the viewer follows"
    )
    since: str = strawberry.field(
        description="此页的时点，供 feedChanged 接续 / How far this page reaches, for feedChanged"
    )
