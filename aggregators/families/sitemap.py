"""Sitemaps (sitemaps.org 0.9), indexes of them, and news sitemaps with titles and dates.

Parsed without entities and without the network: a billion laughs stay unlaughed. A plain sitemap has no titles; they
come with the pages. Its `lastmod` makes a page be read again, unless all entries have the same: then it only says when
the sitemap was written. Of an index the children with recent changes are read, as parts of one list.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from lxml import etree

from aggregators.errors import EmptyListing
from aggregators.families.contract import Listing, ListPage, ListRequest, Row, bounded
from aggregators.families.rows import date_in_path, page_url
from aggregators.families.xml_answers import name_of, root_of, text_in
from content_models.official_text.dates import parse_moment
from content_models.sources.documents import Source

_ROOT = re.compile(r"<(?:\w+:)?(urlset|sitemapindex)[\s>]", re.IGNORECASE)
_OLDEST = datetime.min.replace(tzinfo=UTC)
_HIGHEST_INDEX = 50_000  # sitemaps.org: entries of one file
_MOST_CHILDREN = 5
_RECENT = timedelta(days=30)  # before the newest child; older ones are archives
_FEW = 3  # entries that may have been changed at one moment


class Sitemap:
    def evidence(self, page: ListPage) -> str | None:
        match = _ROOT.search(page.text[:5000])
        return f"返回网站地图 <{match[1]}>" if match else None

    def first_request(self, source: Source) -> ListRequest:
        return ListRequest(source.url)

    def list(self, source: Source, page: ListPage) -> Listing:
        zone = ZoneInfo(source.timezone)
        root = root_of(page, ("urlset", "sitemapindex"))
        if name_of(root) == "sitemapindex":
            return Listing([], _children(root, page, zone))
        rows, warnings = bounded(_rows(root, page.url, zone))
        if not rows:
            raise EmptyListing(url=page.url)
        return Listing(rows, page.request.then, {}, warnings)


def _children(root: etree._Element, page: ListPage, zone: ZoneInfo) -> ListRequest:
    """Those with a recent `lastmod`, the newest first; without dates the last ones, where new addresses are added."""
    children = [child for child in list(root)[:_HIGHEST_INDEX] if _address(child, page.url)]
    if not children:
        raise EmptyListing(url=page.url)
    moments = [parse_moment(text_in(child, "lastmod"), zone) or _OLDEST for child in children]
    oldest = max(moments) - _RECENT if max(moments) > _OLDEST else _OLDEST
    newest_first = sorted(range(len(children)), key=lambda place: (moments[place], place), reverse=True)
    wanted = [place for place in newest_first if moments[place] >= oldest][:_MOST_CHILDREN]
    request: ListRequest | None = None
    for place in reversed(wanted):  # a child that is gone gives way to the next
        request = ListRequest(_address(children[place], page.url) or page.url, otherwise=request, then=request)
    return request or ListRequest(page.url)


def _rows(root: etree._Element, base: str, zone: ZoneInfo) -> Iterator[Row]:
    changed = {text_in(entry, "lastmod") for entry in root}
    means_little = len(changed) == 1 and len(root) > _FEW
    dated = [(_moment(entry, base, zone, means_little), entry) for entry in root]
    for moment, entry in sorted(dated, key=lambda one: one[0] or _OLDEST, reverse=True):
        if url := _address(entry, base):
            yield Row(key=url, url=url, title=text_in(entry, "title"), published_at=moment)


def _address(entry: etree._Element, base: str) -> str | None:
    stated = text_in(entry, "loc")
    return page_url(base, stated) if stated else None


def _moment(entry: etree._Element, base: str, zone: ZoneInfo, means_little: bool) -> datetime | None:
    """When it was published, else changed, else what its address says."""
    stated = text_in(entry, "publication_date") or ("" if means_little else text_in(entry, "lastmod"))
    moment = parse_moment(stated, zone) if stated else None
    return moment or date_in_path(_address(entry, base) or "", zone)
