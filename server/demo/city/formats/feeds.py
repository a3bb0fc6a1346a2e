"""RSS 0.91, 1.0 and 2.0, and Atom; one of them not well-formed, as happens."""

from collections.abc import Mapping

from server.demo.city.formats.entry import Entry, article_pages, last_change, newest_first
from server.demo.city.page import Page, filled
from server.demo.city.records import Posting, Site, Text, Wire

MEDIA_TYPES = {
    Wire.rss2: "application/rss+xml",
    Wire.rss091: "text/xml",
    Wire.rss10: "application/rdf+xml",
    Wire.atom: "application/atom+xml",
    Wire.broken: "application/rss+xml",
}


def pages(site: Site, texts: Mapping[str, Text], base: str) -> dict[str, Page]:
    """The feed and the page of each of its entries; feeds name their entries by full address, so `base` is needed."""
    entries = newest_first(site, texts, _path_of)
    return {feed_path(site): _feed(site, entries, base)} | article_pages(entries, "article_plain.html", "text/html")


def feed_path(site: Site) -> str:
    return f"/{site.id}/feed.xml"


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/info/{posting.number}.html"


def _feed(site: Site, entries: list[Entry], base: str) -> Page:
    markup = filled(f"{site.wire}.xml", site=site, entries=entries, base=base)
    return Page.of(site, markup, MEDIA_TYPES[site.wire], last_change(entries))
