"""收藏与阅读记录 in the schema."""

from datetime import datetime

import strawberry

from content_models.residents.library import documents
from mobile_api.context import Info
from mobile_api.fields import IDEMPOTENCY_KEY, field
from mobile_api.paging import PageInfo
from mobile_api.problems import result
from mobile_api.releases.types import Release, card


@strawberry.type(description="一条收藏 / A bookmark")
class Bookmark:
    bookmark: strawberry.Private[documents.Bookmark]

    @field("发布件标识 / Id of the release")
    def release_id(self) -> strawberry.ID:
        return strawberry.ID(self.bookmark.release_id)

    @field("何时收藏 / When it was kept")
    def at(self) -> datetime:
        return self.bookmark.at

    @field("发布件，已撤回则为空 / The release; null once withdrawn")
    async def release(self, info: Info) -> Release | None:
        live = await info.context.loaders.releases.load(self.bookmark.release_id)
        return card(live) if live else None


@strawberry.type(description="收藏中的一条 / One entry of the bookmarks")
class BookmarkEdge:
    cursor: str = strawberry.field(description="此条的位置 / Position of this entry")
    node: Bookmark = strawberry.field(description="收藏 / The bookmark")


@strawberry.type(description="收藏的一页，新的在前 / A page of bookmarks, newest first")
class BookmarkConnection:
    edges: list[BookmarkEdge] = strawberry.field(description="条目 / Entries")
    page_info: PageInfo = strawberry.field(description="分页信息 / About the page")


@strawberry.input(description="要收藏或取消收藏的发布件 / What to keep, or no longer")
class BookmarkInput:
    release_id: strawberry.ID = strawberry.field(description="发布件标识 / Id of the release")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="收藏的结果 / What keeping led to")
class BookmarkState:
    release_id: strawberry.ID = strawberry.field(description="发布件标识 / Id of the release")
    bookmarked: bool = strawberry.field(description="现在是否收藏 / Whether it is kept now")


@strawberry.input(description="读过的发布件 / What was read")
class ReadingInput:
    release_ids: list[strawberry.ID] = strawberry.field(description="发布件标识，最多 200 个 / Ids, 200 at most")
    idempotency_key: str = strawberry.field(description=IDEMPOTENCY_KEY)


@strawberry.type(description="阅读已记录 / Reading was noted")
class ReadingNoted:
    release_ids: list[strawberry.ID] = strawberry.field(description="已记录的发布件 / Releases noted")


@strawberry.type(description="我与这条发布件 / What a release is to the viewer")
class ViewerMark:
    release_id: strawberry.ID = strawberry.field(description="发布件标识 / Id of the release")
    bookmarked: bool = strawberry.field(description="是否收藏 / Whether it is kept")
    read_at: datetime | None = strawberry.field(description="首次阅读时刻 / First read; null for never")


BOOKMARK_RESULT = result("BookmarkResult", BookmarkState, "收藏的结果，或原因 / What it led to, or why not")
READING_RESULT = result("ReadingResult", ReadingNoted, "阅读已记录，或原因 / Noted, or why not")
