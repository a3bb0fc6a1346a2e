"""RSS 0.91, 1.0 and 2.0, Atom and JSON Feed; one of them not well-formed, as happens."""

import json

from server.demo.city.formats.edition import Edition
from server.demo.city.formats.entry import Entry
from server.demo.city.page import Page, filled
from server.demo.city.records import Posting, Site, Wire

MEDIA_TYPES = {
    Wire.rss2: "application/rss+xml",
    Wire.rss091: "text/xml",
    Wire.rss10: "application/rdf+xml",
    Wire.atom: "application/atom+xml",
    Wire.broken: "application/rss+xml",
}


def pages(edition: Edition) -> dict[str, Page]:
    """The feed and the page of each of its entries; feeds name their entries by full address."""
    entries = edition.entries(_path_of)
    return {list_path(edition.site): _feed(edition, entries)} | edition.articles(entries, "article_plain.html")


def list_path(site: Site) -> str:
    return f"/{site.id}/feed.{'json' if site.wire is Wire.json_feed else 'xml'}"


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/info/{posting.number}.html"


def _feed(edition: Edition, entries: list[Entry]) -> Page:
    wire = edition.site.wire
    if wire is Wire.json_feed:
        return edition.written(_json_feed(edition, entries), "application/feed+json", entries)
    return edition.page(f"{wire}.xml", MEDIA_TYPES[wire], entries, entries=entries, base=edition.base)


def _json_feed(edition: Edition, entries: list[Entry]) -> str:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    site = edition.site
    items = [
        {
            "id": f"{edition.base}{entry.path}",
            "url": f"{edition.base}{entry.path}",
            "title": entry.text.title,
            "summary": entry.text.lead,
            "content_html": filled("_body.html", entry=entry),
            "date_published": entry.at.isoformat(),
            "authors": [{"name": entry.source}],
        }
        for entry in entries
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"{site.name}·{site.column}", "items": items}
    return json.dumps(feed, ensure_ascii=False)
