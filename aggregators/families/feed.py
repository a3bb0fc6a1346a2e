"""RSS 0.9x, 1.0, 2.0, Atom and JSON Feed: the plain ones quickly, all others through feedparser.

It gets clean UTF-8 and neither sanitises nor resolves URLs: both are done once, later, for every family, and together
they take most of its time.
"""

import io
import re
from calendar import timegm
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import feedparser

from aggregators.decode import as_utf8_xml
from aggregators.errors import EmptyListing, UnreadableFeed
from aggregators.families.contract import MAX_ROWS, Listing, ListPage, ListRequest, Row, bounded, text_of
from aggregators.families.feed_entries import plain_entries
from aggregators.families.json_feed import is_json_feed, json_feed
from aggregators.families.rows import page_url
from content_models.kit.ids import derived_id
from content_models.official_text.dates import parse_moment
from content_models.sources.documents import Source

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_ROOT = re.compile(r"<(rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HEAD = 5000  # characters in which a feed says that it is one
_ENTRY_END = re.compile(r"</(?:item|entry)\s*>", re.IGNORECASE)


class Feed:
    def evidence(self, page: ListPage) -> str | None:
        if is_json_feed(page.text):
            return "返回 JSON Feed"
        match = _ROOT.search(page.text[:_HEAD])
        return f"返回订阅源 <{match[1]}>" if match else None

    def first_request(self, source: Source) -> ListRequest:
        return ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        zone = ZoneInfo(source.timezone)
        if is_json_feed(page.text):
            return json_feed(page, zone)
        entries = plain_entries(as_utf8_xml(page.text)) or _any_entries(page)
        rows, warnings = bounded(rows_of(entries, page.url, zone))
        return Listing(rows, None, {}, warnings)


def _bounded(text: str) -> str:
    """The feed without the entries beyond the most we take: feedparser needs a millisecond for each."""
    ends = [match.end() for match in _ENTRY_END.finditer(text)]
    return text[: ends[MAX_ROWS]] + text[ends[-1] :] if len(ends) > MAX_ROWS + 1 else text


def rows_of(entries: Sequence[Any], base: str, zone: ZoneInfo) -> list[Row]:
    """`entries` with feedparser's names, whoever has read them; at most one more than we take, to say so."""
    entries = entries[: MAX_ROWS + 1]
    ids = Counter(entry.get("id") for entry in entries)
    unique = {identifier for identifier, times in ids.items() if identifier and times == 1}
    return [_row(entry, base, zone, unique) for entry in entries]


def tolerantly_parsed(xml: bytes) -> feedparser.FeedParserDict:
    """feedparser's reading, for what no other parser survives."""
    return feedparser.parse(
        io.BytesIO(xml), response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False
    )


def _any_entries(page: ListPage) -> Sequence[Any]:
    parsed = tolerantly_parsed(as_utf8_xml(_bounded(page.text)))
    if not parsed.entries:
        raise (EmptyListing if parsed.version else UnreadableFeed)(url=page.url)
    entries: list[Any] = parsed.entries
    return entries


def _row(entry: Any, base: str, zone: ZoneInfo, unique_ids: set[str]) -> Row:
    link = entry.get("link", "").strip()
    title = text_of(entry.get("title", ""))
    return Row(
        key=_key(entry.get("id"), link, title, unique_ids),
        url=page_url(base, link) or base,
        title=title,
        published_at=_published(entry, zone),
        summary=text_of(entry.get("summary", "")) or None,
        body_html=_full_text(entry),
        fallback_html=entry.get("summary") or None,
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
    contents = entry.get("content")
    return max((content.get("value", "") for content in contents), key=len) or None if contents else None
