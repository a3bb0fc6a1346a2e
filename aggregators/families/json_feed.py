"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from typing import Any
from zoneinfo import ZoneInfo

from aggregators.errors import EmptyListing, UnreadableFeed
from aggregators.families.answers import at, json_in, string_at
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded, text_of
from aggregators.families.errors import UnreadableListing
from aggregators.families.rows import page_url
from content_models.official_text.dates import parse_moment

_VERSION = "jsonfeed.org/version/1"


def is_json_feed(text: str) -> bool:
    return text.lstrip().startswith("{") and _VERSION in text[:2000].replace("\\/", "/")


def json_feed(page: ListPage, zone: ZoneInfo) -> Listing:
    try:
        data = json_in(page.text, page.url)
    except UnreadableListing as error:
        raise UnreadableFeed(url=page.url) from error
    items = at(data, "items")
    listed = (_row(item, page.url, zone) for item in (items if isinstance(items, list) else []))
    rows, warnings = bounded(row for row in listed if row)
    if not rows:
        raise EmptyListing(url=page.url)
    following = page_url(page.url, string_at(data, "next_url")) if string_at(data, "next_url") else None
    return Listing(rows, ListRequest(following, number=page.request.number + 1) if following else None, {}, warnings)


def _row(item: Any, base: str, zone: ZoneInfo) -> Row | None:
    """`external_url` is what a linked article is about; the item's own page comes first. Items may have no title."""
    url = page_url(base, string_at(item, "url", "external_url", "id"))
    if url is None or not isinstance(item, dict):
        return None
    text = text_of(string_at(item, "content_html")) or string_at(item, "content_text")
    return Row(
        key=string_at(item, "id") or url,
        url=url,
        title=text_of(string_at(item, "title")) or text[:40],
        published_at=parse_moment(string_at(item, "date_published", "date_modified"), zone),
        summary=text_of(string_at(item, "summary")) or None,
        body_html=string_at(item, "content_html") or None,
        fallback_html=string_at(item, "content_text", "summary") or None,
    )
