"""RSS 0.9x, 1.0, 2.0 and Atom, through feedparser. It gets clean UTF-8 and neither sanitises nor resolves URLs:
both are done once, later, for every family, and together they take most of its time."""

import io
from calendar import timegm
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import feedparser

from aggregators.decode import as_utf8_xml
from aggregators.errors import EmptyListing, UnreadableFeed
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, text_of
from content_models.kit.ids import derived_id
from content_models.official_text.dates import parse_moment
from content_models.sources.documents import Source

_HEADERS = {"content-type": "application/xml; charset=utf-8"}


class Feed:
    def first_request(self, source: Source) -> ListRequest:
        return ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        parsed = feedparser.parse(
            io.BytesIO(as_utf8_xml(page.text)),
            response_headers=_HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        if not parsed.entries:
            raise (EmptyListing if parsed.version else UnreadableFeed)(url=page.url)
        ids = Counter(entry.get("id") for entry in parsed.entries)
        unique = {identifier for identifier, times in ids.items() if identifier and times == 1}
        return Listing([_row(entry, page.url, ZoneInfo(source.timezone), unique) for entry in parsed.entries])


def _row(entry: Any, base: str, zone: ZoneInfo, unique_ids: set[str]) -> Row:
    link = entry.get("link", "").strip()
    title = text_of(entry.get("title", ""))
    return Row(
        key=_key(entry.get("id"), link, title, unique_ids),
        url=urljoin(base, link),
        title=title,
        published_at=_published(entry, zone),
        summary=text_of(entry.get("summary", "")) or None,
        body_html=_full_text(entry),
    )


def _key(identifier: str | None, link: str, title: str, unique_ids: set[str]) -> str:
    """The entry's id, unless the feed gives it to several entries (some put the site's address into every guid)."""
    return (identifier if identifier in unique_ids else None) or link or derived_id("untitled", title)


def _published(entry: Any, zone: ZoneInfo) -> datetime | None:
    """From the text, in the source's zone: feedparser's own reading takes a time without a zone for UTC."""
    for name in ("published", "updated", "created"):
        if (stated := entry.get(name)) and (moment := parse_moment(stated, zone)):
            return moment
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


def _full_text(entry: Any) -> str | None:
    """`content:encoded` or Atom's content. A description is only a summary: the article page has the text."""
    bodies = [content.get("value", "") for content in entry.get("content", [])]
    return max(bodies, key=len, default="") or None
