"""The schema: every root field in one place, each resolved by its feature."""

from collections.abc import AsyncGenerator

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from mobile_api.changes.resolvers import changes
from mobile_api.changes.types import ChangePage
from mobile_api.devices.web_push import web_push_key
from mobile_api.feed.pages import FeedConnection
from mobile_api.feed.resolvers import feed, headlines, must_see
from mobile_api.hints import BRIEFLY, DIRECTORY_SECONDS, PRIVATE, public
from mobile_api.inbox.resolvers import inbox
from mobile_api.inbox.types import InboxConnection
from mobile_api.live.resolvers import emergency, feed_changed, inbox_changed
from mobile_api.live.types import EmergencyChanged, FeedChanged, InboxChanged
from mobile_api.mutations import Mutation
from mobile_api.nodes.resolvers import node, nodes
from mobile_api.nodes.types import Node
from mobile_api.organs.resolvers import all_organs, organ
from mobile_api.organs.types import Organ
from mobile_api.people.own_data import my_data
from mobile_api.people.signing_in import providers
from mobile_api.people.types import SignInProvider
from mobile_api.people.viewer import Viewer, viewer
from mobile_api.regions.resolvers import all_regions, region
from mobile_api.regions.types import Region
from mobile_api.releases.in_force import PolicyConnection, in_force_on
from mobile_api.releases.resolvers import bundle, release_by_id, release_by_slug, releases_by_id
from mobile_api.releases.types import KINDS, Bundle, Release, ReleaseResult
from mobile_api.scalars import SCALARS
from mobile_api.search.resolvers import search, suggest
from mobile_api.search.types import SearchConnection, Suggestion
from mobile_api.topics.resolvers import all_topics, topic
from mobile_api.topics.types import Topic


@strawberry.type(description="查询 / Queries")
class Query:
    feed: FeedConnection = strawberry.field(
        resolver=feed,
        description="信息流，新的在前；已撤回的不出现 / The feed, newest first, without what was withdrawn",
        directives=[PRIVATE],
    )
    headlines: list[Release] = strawberry.field(
        resolver=headlines,
        description="要闻：近几天里最要紧的在前 / What leads the front page: the weightiest of the last days",
        directives=[public(BRIEFLY)],
    )
    must_see: FeedConnection = strawberry.field(
        resolver=must_see,
        description="必看：应急信息和本区划的提示 / What one must see: emergencies and the district's alerts",
        directives=[PRIVATE],
    )
    changes: ChangePage = strawberry.field(
        resolver=changes,
        description="增量同步：自上次以来的新增、更正和删除 / What came, changed and went since last time",
        directives=[public(BRIEFLY)],
    )
    in_force_on: PolicyConnection = strawberry.field(
        resolver=in_force_on,
        description="某一天有效的政策文件 / The policies that were in force on a day",
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
    releases: list[ReleaseResult | None] = strawberry.field(
        resolver=releases_by_id,
        description="按标识取多个发布件，顺序不变 / Several releases by id, in the order asked",
        directives=[public(BRIEFLY)],
    )
    bundle: Bundle | None = strawberry.field(
        resolver=bundle,
        description="政策连同解读和相关文件；未公开为空 / A policy with its interpretations; null if not public",
        directives=[public(BRIEFLY)],
    )
    node: Node | None = strawberry.field(
        resolver=node, description="按全局标识取任一对象 / Anything by its global id", directives=[public(BRIEFLY)]
    )
    nodes: list[Node | None] = strawberry.field(
        resolver=nodes,
        description="按全局标识取多个对象，顺序不变 / Several of them, in the order asked",
        directives=[public(BRIEFLY)],
    )
    topics: list[Topic] = strawberry.field(
        resolver=all_topics, description="全部主题 / All topics", directives=[public(DIRECTORY_SECONDS)]
    )
    topic: Topic | None = strawberry.field(
        resolver=topic, description="一个主题 / One topic", directives=[public(DIRECTORY_SECONDS)]
    )
    organs: list[Organ] = strawberry.field(
        resolver=all_organs, description="全部机构 / All organs", directives=[public(DIRECTORY_SECONDS)]
    )
    organ: Organ | None = strawberry.field(
        resolver=organ, description="一个机构 / One organ", directives=[public(DIRECTORY_SECONDS)]
    )
    regions: list[Region] = strawberry.field(
        resolver=all_regions, description="行政区划 / Regions", directives=[public(DIRECTORY_SECONDS)]
    )
    region: Region | None = strawberry.field(
        resolver=region, description="一个行政区划 / One region", directives=[public(DIRECTORY_SECONDS)]
    )
    viewer: Viewer | None = strawberry.field(
        resolver=viewer,
        description="当前使用者，未登记设备时为空 / Whoever is asking; null before a device is registered",
        directives=[PRIVATE],
    )
    inbox: InboxConnection = strawberry.field(
        resolver=inbox, description="我的消息 / The viewer's inbox", directives=[PRIVATE]
    )
    search: SearchConnection = strawberry.field(
        resolver=search, description="搜索，最相关的在前 / Search, the most relevant first"
    )
    suggest: list[Suggestion] = strawberry.field(
        resolver=suggest, description="输入提示 / Suggestions while somebody types"
    )
    my_data: str = strawberry.field(
        resolver=my_data,
        description="关于我的全部数据，JSON 文本 / Everything known of the viewer, as JSON text",
        directives=[PRIVATE],
    )
    sign_in_providers: list[SignInProvider] = strawberry.field(
        resolver=providers,
        description="可用的账号登录方式 / Providers of accounts to sign in with",
        directives=[public(DIRECTORY_SECONDS)],
    )
    web_push_key: str | None = strawberry.field(
        resolver=web_push_key,
        description=(
            "浏览器订阅推送用的 VAPID 公钥（base64url）；没有开通为空 / "
            "VAPID public key (base64url), to subscribe a browser with; null where none is sent to"
        ),
        directives=[public(DIRECTORY_SECONDS)],
    )


@strawberry.type(description="订阅 / Subscriptions")
class Subscription:
    feed_changed: AsyncGenerator[FeedChanged, None] = strawberry.subscription(
        resolver=feed_changed,
        description="信息流有新到、更正或撤下时 / When something arrives, is corrected or goes in the feed",
    )
    inbox_changed: AsyncGenerator[InboxChanged, None] = strawberry.subscription(
        resolver=inbox_changed, description="我的消息有变化时 / When the viewer's inbox changes"
    )
    emergency: AsyncGenerator[EmergencyChanged, None] = strawberry.subscription(
        resolver=emergency,
        description="应急信息发布、更正或撤下时 / When emergency information comes, is corrected or goes",
    )


def build(*, sort: bool = False) -> strawberry.Schema:
    """`sort` is for print only: sorting copies the types, and Strawberry tells a union's members by identity."""
    return strawberry.Schema(
        Query,
        Mutation,
        Subscription,
        types=[*KINDS.values()],
        config=StrawberryConfig(sort_schema=sort, scalar_map=SCALARS),
    )


SCHEMA = build()


def core_schema() -> GraphQLSchema:
    """graphql-core's schema, which our endpoint executes by itself (Strawberry keeps it under a private name)."""
    return SCHEMA._schema
