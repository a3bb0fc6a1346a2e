"""首页: the feed, one page at a time, by kind. Plain links; nothing here needs JavaScript."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from content_models.kit.clock import in_shanghai
from content_models.kit.cursor import InvalidCursor, decode_cursor, encode_cursor
from content_models.releases.channels import kind_channel
from content_models.releases.documents import ReleaseKind
from content_models.timeline.rules import Position
from server.deps import deps_of
from server.pages.labels import SHORT_KIND_NAMES
from server.reader.cards import Card, cards_of
from server.reader.frame import reader_page

PAGE_SIZE = 20
TABS: list[tuple[ReleaseKind | None, str]] = [(None, "全部"), *((kind, SHORT_KIND_NAMES[kind]) for kind in ReleaseKind)]


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    cards: list[Card]


async def show_feed(request: Request) -> Response:
    """Newest first. Raises InvalidCursor for a page position that is not ours."""
    deps = deps_of(request)
    asked, cursor = request.query_params.get("kind", ""), request.query_params.get("after")
    kind = ReleaseKind(asked) if asked in set(ReleaseKind) else None
    after = _position(cursor, deps.secret) if cursor else None
    found = deps.timeline.page([kind_channel(kind)] if kind else [], PAGE_SIZE, after)
    cards = await cards_of([position.release_id for position in found.positions], folded=kind is None)
    earlier = encode_cursor(list(found.positions[-1]), deps.secret) if found.has_next else ""
    return reader_page(
        request,
        "reader/feed.html",
        tabs=[Tab(label, _href(one), one is kind) for one, label in TABS],
        days=_by_day(cards, deps.store.now()),
        earlier=_href(kind, earlier) if earlier else "",
        first_page=after is None,
        canonical=deps.settings.base_url + _href(kind),
    )


def _position(cursor: str, secret: bytes) -> Position:
    match decode_cursor(cursor, secret):
        case [int(published_ms), str(release_id)]:
            return Position(published_ms, release_id)
    raise InvalidCursor


def _href(kind: ReleaseKind | None, after: str = "") -> str:
    query = urlencode({name: value for name, value in (("kind", kind or ""), ("after", after)) if value})
    return f"/?{query}" if query else "/"


def _by_day(cards: list[Card], now: datetime) -> list[Day]:
    today = in_shanghai(now).date()
    groups = groupby(cards, key=lambda card: in_shanghai(card.published_at).date())
    return [Day(_day_name(day, today), list(group)) for day, group in groups]


def _day_name(day: date, today: date) -> str:
    names = {today: "今天", today - timedelta(days=1): "昨天"}
    return names.get(day) or (f"{day.month}月{day.day}日" if day.year == today.year else f"{day:%Y-%m-%d}")
