"""消息 in the schema."""

from datetime import datetime

import strawberry

from content_models.residents import documents
from content_models.residents.inbox import repository as inboxes
from mobile_api.context import Info
from mobile_api.fields import IDEMPOTENCY_KEY, batched, field
from mobile_api.paging import PageInfo
from mobile_api.problems import result
from mobile_api.releases.types import Release, card


@strawberry.type(description="一条消息 / An inbox entry")
class InboxEntry:
    entry: strawberry.Private[documents.InboxEntry]

    @field("消息标识 / Identifier of the entry")
    def id(self) -> strawberry.ID:
        return strawberry.ID(self.entry.id)

    @field("消息标题 / Title of the notice")
    def title(self) -> str:
        return self.entry.title

    @field("送达时刻 / When it was delivered")
    def at(self) -> datetime:
        return self.entry.at

    @field("首次阅读时刻，空为未读 / First read; null while unread")
    def read_at(self) -> datetime | None:
        return self.entry.read_at

    @field("发布件标识 / Identifier of the release")
    def release_id(self) -> strawberry.ID:
        return strawberry.ID(self.entry.release_id)

    @field("发布件，已撤回则为空 / The release; null once withdrawn")
    @batched
    async def release(self, info: Info) -> Release | None:
        live = await info.context.loaders.releases.load(self.entry.release_id)
        return card(live) if live else None


@strawberry.type(description="消息中的一条 / One entry of the inbox")
class InboxEdge:
    cursor: str = strawberry.field(description="此条的位置 / Position of this entry")
    node: InboxEntry = strawberry.field(description="消息 / The entry")


@strawberry.type(description="消息的一页，新的在前 / A page of the inbox, newest first")
class InboxConnection:
    resident_id: strawberry.Private[str]
    edges: list[InboxEdge] = strawberry.field(description="条目 / Entries")
    page_info: PageInfo = strawberry.field(description="分页信息 / About the page")

    @field("未读总数 / How many are unread in all")
    async def unread_count(self) -> int:
        return await inboxes.unread_count(self.resident_id)


@strawberry.input(description="要标为已读的消息 / Entries to mark as read")
class MarkReadInput:
    entry_ids: list[strawberry.ID] = strawberry.field(description="消息标识，最多 200 个 / Entry ids, 200 at most")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="标为已读的结果 / What marking as read led to")
class ReadState:
    resident_id: strawberry.Private[str]
    marked: int = strawberry.field(description="新标为已读的条数 / How many were unread before")

    @field("剩余未读数 / How many are still unread")
    async def unread_count(self) -> int:
        return await inboxes.unread_count(self.resident_id)


INBOX_READ_RESULT = result("InboxReadResult", ReadState, "标为已读的结果，或原因 / What it led to, or why not")
