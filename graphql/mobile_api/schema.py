"""The schema: every root field in one place, each resolved by its feature."""

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from mobile_api.devices.resolvers import register_device
from mobile_api.devices.types import RegisteredDevice
from mobile_api.feed.resolvers import feed
from mobile_api.feed.types import FeedConnection
from mobile_api.follows.resolvers import follow, unfollow, viewer
from mobile_api.follows.types import FollowState, Viewer
from mobile_api.hints import BRIEFLY, DIRECTORY_SECONDS, PRIVATE, public
from mobile_api.inbox.resolvers import inbox, mark_read
from mobile_api.inbox.types import InboxConnection, ReadState
from mobile_api.organs.resolvers import all_organs
from mobile_api.organs.types import Organ
from mobile_api.releases.resolvers import release_by_id, release_by_slug
from mobile_api.releases.types import KINDS, ReleaseResult
from mobile_api.scalars import SCALARS
from mobile_api.topics.resolvers import all_topics
from mobile_api.topics.types import Topic


@strawberry.type(description="查询 / Queries")
class Query:
    feed: FeedConnection = strawberry.field(
        resolver=feed,
        description="信息流，新的在前；已撤回的不出现 / The feed, newest first, without what was withdrawn",
        directives=[public(BRIEFLY)],
    )
    release: ReleaseResult | None = strawberry.field(
        resolver=release_by_id,
        description="按标识取发布件；不存在或未公开为空 / A release by id; null if there is none in public",
        directives=[public(BRIEFLY)],
    )
    release_by_slug: ReleaseResult | None = strawberry.field(
        resolver=release_by_slug,
        description="按短地址取发布件 / A release by its short public address",
        directives=[public(BRIEFLY)],
    )
    topics: list[Topic] = strawberry.field(
        resolver=all_topics, description="全部主题 / All topics", directives=[public(DIRECTORY_SECONDS)]
    )
    organs: list[Organ] = strawberry.field(
        resolver=all_organs, description="全部机构 / All organs", directives=[public(DIRECTORY_SECONDS)]
    )
    viewer: Viewer | None = strawberry.field(
        resolver=viewer,
        description="当前使用者，未登记设备时为空 / Whoever is asking; null before a device is registered",
        directives=[PRIVATE],
    )
    inbox: InboxConnection = strawberry.field(
        resolver=inbox, description="我的消息 / The viewer's inbox", directives=[PRIVATE]
    )


@strawberry.type(description="变更 / Mutations")
class Mutation:
    register_device: RegisteredDevice = strawberry.field(
        resolver=register_device,
        description="登记设备，取得身份令牌 / Register a device and obtain a viewer token",
    )
    follow: FollowState = strawberry.field(resolver=follow, description="关注 / Follow")
    unfollow: FollowState = strawberry.field(resolver=unfollow, description="取消关注 / Unfollow")
    mark_read: ReadState = strawberry.field(resolver=mark_read, description="标为已读 / Mark inbox entries as read")


def build(*, sort: bool = False) -> strawberry.Schema:
    """`sort` is for print only: sorting copies the types, and Strawberry tells a union's members by identity."""
    return strawberry.Schema(
        Query,
        Mutation,
        types=[*KINDS.values()],
        config=StrawberryConfig(sort_schema=sort, scalar_map=SCALARS),
    )


SCHEMA = build()


def core_schema() -> GraphQLSchema:
    """graphql-core's schema, which our endpoint executes by itself (Strawberry keeps it under a private name)."""
    return SCHEMA._schema
