"""信息流 in the schema: channels, and why an entry is shown."""

from enum import StrEnum
from functools import cached_property

import strawberry

from content_models.kit.errors import InvalidInput
from content_models.releases import channels
from content_models.releases.documents import ReleaseKind
from mobile_api.enums import expose

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

    @cached_property
    def channel_name(self) -> str:
        """Raises InvalidInput when no field is set (GraphQL's @oneOf sees to that for documents)."""
        for field, name in _CHANNELS.items():
            chosen = getattr(self, field)
            if chosen is not strawberry.UNSET and chosen:  # UNSET tells by a call that it is false
                return name(chosen)
        raise InvalidInput("请为每个频道填写一个字段。", field="channels")


class FeedReasonKind(StrEnum):
    """Why an entry stands in the feed."""

    must_see = "must_see"
    topic = "topic"
    organ = "organ"
    region = "region"
    release = "release"
    keyword = "keyword"
    kind = "kind"
    everyone = "everyone"


expose(
    FeedReasonKind,
    "出现在信息流中的原因 / Why an entry stands in the feed",
    {
        FeedReasonKind.must_see: "应急或本地必看 / Everybody here must see it",
        FeedReasonKind.topic: "主题 / A topic",
        FeedReasonKind.organ: "机构 / An organ",
        FeedReasonKind.region: "区域 / A region",
        FeedReasonKind.release: "关注的文件有了解读 / A followed document was interpreted",
        FeedReasonKind.keyword: "关注词 / A followed word",
        FeedReasonKind.kind: "体裁 / A kind of release",
        FeedReasonKind.everyone: "全部信息，未按关注筛选 / Everything, chosen for nobody in particular",
    },
)


@strawberry.type(description="为什么看到这一条 / Why this entry is shown")
class FeedReason:
    kind: FeedReasonKind = strawberry.field(description="原因 / The reason")
    target_id: strawberry.ID | None = strawberry.field(description="对象标识 / Id of what it is about")
    text: str = strawberry.field(description="给人看的一句话，中文 / The reason in words, in Chinese")
