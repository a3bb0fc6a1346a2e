"""Sitemaps (sitemaps.org 0.9), indexes of them, and news sitemaps with titles and dates.

Parsed without entities and without the network: a billion laughs stay unlaughed. A plain sitemap has no titles; they
come with the pages.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from aggregators.errors import EmptyListing
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded
from aggregators.families.errors import UnreadableListing
from aggregators.families.rows import page_url
from content_models.official_text.dates import parse_moment
from content_models.sources.documents import Source

_ROOT = re.compile(r"<(?:\w+:)?(urlset|sitemapindex)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OLDEST = datetime.min.replace(tzinfo=UTC)
_HIGHEST_INDEX = 50_000  # sitemaps.org: entries of one file


class Sitemap:
    def evidence(self, page: ListPage) -> str | None:
        match = _ROOT.search(page.text[:5000])
        return f"返回网站地图 <{match[1]}>" if match else None

    def first_request(self, source: Source) -> ListRequest:
        return ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        zone = ZoneInfo(source.timezone)
        root = _parse(page)
        if _name(root) == "sitemapindex":
            return Listing([], _newest(root, page, zone))
        rows, warnings = bounded(_rows(root, page.url, zone))
        if not rows:
            raise EmptyListing(url=page.url)
        return Listing(rows, None, {}, warnings)


def _parse(page: ListPage) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root: etree._Element = etree.fromstring(_DECLARATION.sub("", page.text).strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableListing(url=page.url, reason="not XML") from error
    if _name(root) not in ("urlset", "sitemapindex"):
        raise UnreadableListing(url=page.url, reason="no sitemap")
    return root


def _newest(root: etree._Element, page: ListPage, zone: ZoneInfo) -> ListRequest:
    """The child with the latest `lastmod`; without dates the last one, where new addresses are added."""
    children = [child for child in list(root)[:_HIGHEST_INDEX] if page_url(page.url, _text(child, "loc") or "#")]
    if not children:
        raise EmptyListing(url=page.url)
    dated = [(parse_moment(_text(child, "lastmod"), zone) or _OLDEST, number) for number, child in enumerate(children)]
    return ListRequest(page_url(page.url, _text(children[max(dated)[1]], "loc")) or page.url)


def _rows(root: etree._Element, base: str, zone: ZoneInfo) -> Iterator[Row]:
    for entry in sorted(root, key=lambda entry: _moment(entry, zone) or _OLDEST, reverse=True):
        url = page_url(base, _text(entry, "loc") or "#")
        if url and _text(entry, "loc"):
            yield Row(key=url, url=url, title=_text(entry, "title"), published_at=_moment(entry, zone))


def _moment(entry: etree._Element, zone: ZoneInfo) -> datetime | None:
    stated = _text(entry, "publication_date") or _text(entry, "lastmod")
    return parse_moment(stated, zone) if stated else None


def _text(entry: etree._Element, name: str) -> str:
    """Of the first descendant of that name, in whatever namespace."""
    found = (inner for inner in entry.iter() if _name(inner) == name)
    return next(("".join(str(part) for part in inner.itertext()).strip() for inner in found), "")


def _name(element: etree._Element | None) -> str:
    """Without its namespace; "" for comments, and for what recovery makes of nothing."""
    tag: Any = None if element is None else element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
