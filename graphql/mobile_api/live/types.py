"""实时 in the schema."""

from collections.abc import Sequence

import strawberry

from content_models.residents.inbox import repository as inboxes
from mobile_api.context import Info
from mobile_api.fields import field
from mobile_api.releases.alerts import Emergency
from mobile_api.releases.types import Release, card

MOST_SHOWN = 20  # cards in one event; whoever missed more asks for the feed


@strawberry.type(description="信息流有变化 / Something changed in the feed")
class FeedChanged:
    arrived_keys: strawberry.Private[Sequence[str]]
    since: str = strawberry.field(description="重连时带上它，不漏变化 / Send it when reconnecting, to miss nothing")
    resync: bool = strawberry.field(
        description="真：有变化没有逐条送达，请重新加载 / True: not every change was told, load the feed again"
    )
    count: int = strawberry.field(description="新到条数 / How many arrived")
    corrected_ids: list[strawberry.ID] = strawberry.field(description="有更正的发布件 / Releases that were corrected")
    gone_ids: list[strawberry.ID] = strawberry.field(description="不再公开的发布件 / Releases that are gone")

    @field("新到的发布件，新的在前，最多 20 条 / The releases that arrived, newest first, 20 at most")
    async def arrived(self, info: Info) -> list[Release]:
        return [card(live) for live in await info.context.loaders.live(self.arrived_keys[:MOST_SHOWN])]


@strawberry.type(description="应急信息有变化 / Emergency information came, changed or ended")
class EmergencyChanged:
    keys: strawberry.Private[Sequence[str]]
    since: str = strawberry.field(description="重连时带上它，不漏变化 / Send it when reconnecting, to miss nothing")
    resync: bool = strawberry.field(
        description="真：请重新查询 mustSee / True: not every change was told, ask for mustSee again"
    )
    gone_ids: list[strawberry.ID] = strawberry.field(description="已撤下的应急信息 / Those that are gone")

    @field("新到或有更正的应急信息，新的在前 / Those that came or were corrected, newest first")
    async def emergencies(self, info: Info) -> list[Emergency]:
        return [Emergency(live=live) for live in await info.context.loaders.live(self.keys[:MOST_SHOWN])]


@strawberry.type(description="我的消息有变化 / The viewer's inbox changed")
class InboxChanged:
    resident_id: strawberry.Private[str]
    since: str = strawberry.field(description="重连时带上它，不漏变化 / Send it when reconnecting, to miss nothing")
    resync: bool = strawberry.field(
        description="真：变化不止一次，请重新加载消息 / True: it changed more than once, load the inbox again"
    )

    @field("未读总数 / How many are unread in all")
    async def unread_count(self) -> int:
        return await inboxes.unread_count(self.resident_id)
