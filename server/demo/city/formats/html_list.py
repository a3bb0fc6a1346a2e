"""A system of the department's own, read by selectors in the source record, until somebody redesigns it."""

from server.demo.city.formats.edition import Edition
from server.demo.city.page import Page
from server.demo.city.records import Posting, Site

# What the record says; right so long as the old design stands.
SELECTORS = {"list": ".news-item", "link": "h3 a", "date": "em"}


def pages(edition: Edition) -> dict[str, Page]:
    entries = edition.entries(_path_of)
    template = "html_list_redesigned.html" if edition.is_redesigned else "html_list.html"
    column = edition.page(template, "text/html", entries, group=entries)
    return {list_path(edition.site): column} | edition.articles(entries, "article_plain.html")


def list_path(site: Site) -> str:
    return f"/{site.id}/news/"


def _path_of(site: Site, posting: Posting) -> str:
    return f"/{site.id}/news/{posting.number}.html"
