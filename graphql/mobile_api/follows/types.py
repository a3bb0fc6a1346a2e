"""关注 in the schema."""

from datetime import datetime

import strawberry

from content_models.residents import documents
from content_models.residents.documents import FollowTarget
from mobile_api.enums import expose
from mobile_api.fields import IDEMPOTENCY_KEY, field
from mobile_api.problems import result

expose(
    FollowTarget,
    "关注对象的类型 / What can be followed",
    {
        FollowTarget.topic: "主题 / A topic",
        FollowTarget.organ: "机构 / An organ",
        FollowTarget.region: "行政区划 / A region",
        FollowTarget.release: "某个政策文件及其解读 / A policy and its interpretations",
        FollowTarget.keyword: "关注词，2 到 20 个字 / A word, 2 to 20 characters",
    },
)


@strawberry.input(description="要关注或取消关注的对象 / What to follow or unfollow")
class FollowInput:
    target: FollowTarget = strawberry.field(description="类型 / Kind of target")
    target_id: strawberry.ID = strawberry.field(description="对象标识 / Id of the target")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="关注的结果 / What following or unfollowing led to")
class FollowState:
    target: FollowTarget = strawberry.field(description="类型 / Kind of target")
    target_id: strawberry.ID = strawberry.field(description="对象标识 / Id of the target")
    channel: str = strawberry.field(description="对应的频道 / Channel it stands for")
    following: bool = strawberry.field(description="现在是否关注 / Whether it is followed now")


@strawberry.type(description="一项关注 / Something a resident follows")
class Follow:
    follow: strawberry.Private[documents.Follow]

    @field("类型 / Kind of target")
    def target(self) -> FollowTarget:
        return self.follow.target

    @field("对象标识 / Id of the target")
    def target_id(self) -> strawberry.ID:
        return strawberry.ID(self.follow.target_id)

    @field("对应的频道 / Channel it stands for")
    def channel(self) -> str:
        return self.follow.channel

    @field("何时关注 / Since when")
    def at(self) -> datetime:
        return self.follow.at


FOLLOW_RESULT = result("FollowResult", FollowState, "关注的结果，或原因 / What it led to, or why not")
