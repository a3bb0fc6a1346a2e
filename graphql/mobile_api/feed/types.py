"""信息流 in the schema."""

import strawberry

from content_models.kit.errors import InvalidInput
from content_models.releases import channels
from content_models.releases.documents import ReleaseKind
from mobile_api.paging import PageInfo
from mobile_api.releases.types import Release

_CHANNELS = {
    "topic": channels.topic_channel,
    "organ": channels.organ_channel,
    "region": channels.region_channel,
    "release": channels.release_channel,
    "kind": channels.kind_channel,
}


@strawberry.input(one_of=True, description="频道，每项只填一个字段 / A channel: exactly one of its fields")
class ChannelInput:
    topic: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="主题标识 / Topic id")
    organ: strawberry.ID | None = strawberry.field(default=strawberry.UNSET, description="机构标识 / Organ id")
    region: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="行政区划代码 / Region code (GB/T 2260)"
    )
    release: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description="政策文件标识，频道内为其解读 / Policy id; the channel holds its interpretations",
    )
    kind: ReleaseKind | None = strawberry.field(default=strawberry.UNSET, description="体裁 / Kind of release")

    def channel_name(self) -> str:
        """Raises InvalidInput when no field is set (GraphQL's @oneOf sees to that for documents)."""
        for field, name in _CHANNELS.items():
            if chosen := getattr(self, field):
                return name(chosen)
        raise InvalidInput("请为每个频道填写一个字段。", field="channels")


@strawberry.type(description="信息流中的一条 / One entry of the feed")
class FeedEdge:
    cursor: str = strawberry.field(description="此条的位置 / Position of this entry")
    node: Release = strawberry.field(description="发布件 / The release")


@strawberry.type(description="信息流的一页，新的在前 / A page of the feed, newest first")
class FeedConnection:
    edges: list[FeedEdge] = strawberry.field(description="条目 / Entries")
    page_info: PageInfo = strawberry.field(description="分页信息 / About the page")
    has_newer: bool = strawberry.field(
        description="自首页加载后是否有新内容 / Whether something arrived since the first page was loaded"
    )
