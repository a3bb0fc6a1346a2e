"""A page of the feed: places from the timeline in memory, cards from the store by id, in one batch."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from content_models.kit.errors import InvalidInput
from content_models.releases.cards.records import ReleaseCard
from content_models.timeline.rules import Position
from mobile_api.context import Info
from mobile_api.feed.types import ChannelInput, FeedConnection, FeedEdge
from mobile_api.paging import After, Cursors, First, PageInfo, page_size
from mobile_api.releases.types import card

MOST_CHANNELS = 100
CURSORS = Cursors("feed", (int, str, int))  # milliseconds, release id, epoch of the first page

Channels = Annotated[
    list[ChannelInput] | None,
    strawberry.argument(description="只看这些频道，不填为全部 / Only these channels; all when left out"),
]


async def feed(info: Info, first: First = 20, after: After = None, channels: Channels = None) -> FeedConnection:
    deps = info.context.deps
    names = _names(channels or [])
    start, epoch = _position(after, deps.cursor_secret)
    page = deps.timeline.page(names, page_size(first), start)
    epoch = page.epoch if epoch is None else epoch
    cards = await info.context.loaders.releases.load_many(position.release_id for position in page.positions)
    cursors = [CURSORS.encode((*position, epoch), deps.cursor_secret) for position in page.positions]
    return FeedConnection(
        edges=_edges(cursors, cards),
        page_info=PageInfo(has_next_page=page.has_next, end_cursor=cursors[-1] if cursors else after),
        has_newer=start is not None and deps.timeline.has_newer(names, epoch),  # a first page is the newest there is
    )


def _edges(cursors: Sequence[str], cards: Sequence[ReleaseCard | None]) -> list[FeedEdge]:
    """Without what was withdrawn a moment ago: the store knows it before this process's timeline does."""
    return [FeedEdge(cursor=cursor, node=card(live)) for cursor, live in zip(cursors, cards, strict=True) if live]


def _names(channels: list[ChannelInput]) -> list[str]:
    if len(channels) > MOST_CHANNELS:
        raise InvalidInput(f"一次最多选择 {MOST_CHANNELS} 个频道。", field="channels", largest=MOST_CHANNELS)
    return [channel.channel_name() for channel in channels]


def _position(after: str | None, secret: bytes) -> tuple[Position | None, int | None]:
    if after is None:
        return None, None
    published_ms, release_id, epoch = CURSORS.decode(after, secret)
    return Position(published_ms, release_id), epoch
