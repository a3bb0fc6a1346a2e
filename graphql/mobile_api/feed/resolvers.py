"""A page of the feed: places from the timeline in memory, cards from the store by id, in one batch."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from content_models.releases.cards.records import ReleaseCard
from content_models.releases.channels import must_see_channels
from content_models.timeline.rules import Position
from content_models.timeline.timeline import Page
from mobile_api.changes.positions import position_token
from mobile_api.compiled.remembering import Memory
from mobile_api.context import Info
from mobile_api.feed.audience import Audience, Chosen, audience_choosing, chosen_channels, district_of, own_audience
from mobile_api.feed.pages import FeedConnection, FeedEdge
from mobile_api.feed.types import ChannelInput
from mobile_api.paging import After, Cursors, First, PageInfo, page_size
from mobile_api.releases.types import Release, shown

CURSORS = Cursors("feed", (int, str, int))  # milliseconds, release id, epoch of the first page
MOST_HEADLINES = 20

Channels = Annotated[
    list[ChannelInput] | None,
    strawberry.argument(description="只看这些频道，不填为全部 / Only these channels; all when left out"),
]
Personal = Annotated[
    bool,
    strawberry.argument(
        description="未选频道时按我的关注筛选；关掉则人人相同 / By what I follow; off: the same for all"
    ),
]
District = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        description="所在区划代码，不填用偏好中的区县 / Where one lives; by default as the preferences say"
    ),
]
HowMany = Annotated[int, strawberry.argument(description="条数，1 到 20 / How many, 1 to 20")]


async def feed(
    info: Info, first: First = 20, after: After = None, channels: Channels = None, personal: Personal = True
) -> FeedConnection:
    chosen = chosen_channels(channels or [])
    wanted = chosen or await own_audience(info, personal=personal)
    return await _page(info, wanted, page_size(first), after)


async def must_see(info: Info, region: District = None, first: First = 20, after: After = None) -> FeedConnection:
    audience = Audience(frozenset(must_see_channels(region or await district_of(info))))
    return await _page(info, audience, page_size(first), after)


async def headlines(info: Info, first: HowMany = 5) -> list[Release]:
    """Without what was withdrawn a moment ago."""
    now_ms = int(info.context.store.now().timestamp() * 1000)
    found = info.context.deps.timeline.headlines(min(page_size(first), MOST_HEADLINES), now_ms)
    return [shown(info, live) for live in await info.context.loaders.live(one.release_id for one in found)]


async def _page(info: Info, wanted: Audience | Chosen, size: int, after: str | None) -> FeedConnection:
    """Within an edition the same for all who read the same channels: merged once."""
    keeps, key = info.context.shown, (wanted, size, after)
    found: FeedConnection | None = keeps.page(key) if keeps else None
    if found is None:
        audience = wanted if isinstance(wanted, Audience) else await audience_choosing(info, wanted)
        found = await _merged(info, audience, size, after)
        if keeps:
            own = [found, found.page_info, *found.edges]
            Memory(len(own)).include(own)  # as many pages are kept, and no more
            keeps.keep_page(key, found)
    return found


async def _merged(info: Info, audience: Audience, size: int, after: str | None) -> FeedConnection:
    deps, loaders = info.context.deps, info.context.loaders
    start, epoch = _position(after, deps.cursor_secret)
    page = deps.timeline.page(audience.channels, size, start)
    epoch = page.epoch if epoch is None else epoch
    cards = await loaders.releases.load_many([position.release_id for position in page.positions])
    cursors = [CURSORS.encode((*position, epoch), deps.cursor_secret) for position in page.positions]
    return FeedConnection(
        edges=_edges(info, page, cursors, cards, audience),
        page_info=PageInfo(has_next_page=page.has_next, end_cursor=cursors[-1] if cursors else after),
        # A first page is the newest there is.
        has_newer=start is not None and deps.timeline.has_newer(audience.channels, epoch),
        personal=audience.personal,
        since=_since(info, page, epoch),
    )


def _since(info: Info, page: Page, epoch: int) -> str:
    return position_token(info.context.deps, min(epoch, page.epoch))


def _edges(
    info: Info, page: Page, cursors: Sequence[str], cards: Sequence[ReleaseCard | None], audience: Audience
) -> list[FeedEdge]:
    """Without what was withdrawn a moment ago: the store knows it before this process's timeline does."""
    channels_of = info.context.deps.timeline.channels_of
    return [
        FeedEdge(cursor=cursor, node=shown(info, live), channels=channels_of(position.release_id), audience=audience)
        for position, cursor, live in zip(page.positions, cursors, cards, strict=True)
        if live
    ]


def _position(after: str | None, secret: bytes) -> tuple[Position | None, int | None]:
    if after is None:
        return None, None
    published_ms, release_id, epoch = CURSORS.decode(after, secret)
    return Position(published_ms, release_id), epoch
