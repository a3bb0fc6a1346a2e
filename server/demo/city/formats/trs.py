"""TRS WCM static lists: `index.html`, then `index_1.html` for page two; links relative, with the date in the name."""

from server.demo.city.formats.edition import Edition
from server.demo.city.page import Page
from server.demo.city.records import Posting, Site


def pages(edition: Edition) -> dict[str, Page]:
    site, entries = edition.site, edition.entries(_path_of)
    groups = edition.groups(entries)
    facts = {"total": len(groups), "folder": _folder(site)}
    lists = {
        list_path(site, number): edition.page(
            "trs_list.html", "text/html", entries, entries=group, number=number, **facts
        )
        for number, group in enumerate(groups)
    }
    return lists | edition.articles(entries, "article_trs.html")


def list_path(site: Site, number: int = 0) -> str:
    """`number` counts from 0, as TRS does."""
    return f"{_folder(site)}index{f'_{number}' if number else ''}.html"


def _folder(site: Site) -> str:
    return f"/{site.id}/tzgg/"


def _path_of(site: Site, posting: Posting) -> str:
    return f"{_folder(site)}{posting.at:%Y%m}/t{posting.at:%Y%m%d}_{posting.number}.html"
