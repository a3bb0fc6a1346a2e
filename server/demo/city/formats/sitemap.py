"""A site without lists for machines but with a news sitemap (sitemaps.org 0.9, titles by the news extension)."""

from server.demo.city.formats.edition import Edition
from server.demo.city.page import Page
from server.demo.city.records import Posting, Site

NAMESPACES = {
    "protocol": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def pages(edition: Edition) -> dict[str, Page]:
    entries = edition.entries(_path_of)
    sitemap = edition.page("sitemap.xml", "application/xml", entries, entries=entries, base=edition.base, **NAMESPACES)
    return {list_path(edition.site): sitemap} | edition.articles(entries, "article_plain.html")


def list_path(site: Site) -> str:
    return f"/{site.id}/sitemap.xml"


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/info/{posting.number}.html"
